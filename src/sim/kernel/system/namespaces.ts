import { Errno } from '../errno.ts';
import { RegularFile } from '../fs/inode.ts';
import { NAMESPACE_KEYS, NamespaceFile } from '../fs/namespace-file.ts';
import { type Location, resolvePath } from '../fs/path.ts';
import { NetNamespace } from '../inet/net-namespace.ts';
import type { Machine } from '../machine.ts';
import type { Process } from '../process.ts';
import type { NamespaceKind, System } from '../syscalls.ts';
import type { Caller } from './caller.ts';

type NamespaceCalls = Pick<System, 'setns' | 'unshare' | 'mountNamespace' | 'umount' | 'namespaceOf'>;

function located(process: Process, path: string): Location & { inode: NonNullable<Location['inode']> } {
  const viewer = { pid: process.pidIn(process.namespaces.pid) ?? 0 };
  const location = resolvePath(process.namespaces.root, process.cwd, path, viewer);
  if (location.inode === undefined) throw new Errno('ENOENT');
  return { ...location, inode: location.inode };
}

/** The namespace file at a path. Throws ENOENT, EINVAL for any other file. */
function namespaceAt(process: Process, path: string): NamespaceFile {
  const { inode } = located(process, path);
  if (!(inode instanceof NamespaceFile)) throw new Errno('EINVAL');
  return inode;
}

/** The network namespace that a path names, or a process is in. Throws ENOENT, EINVAL, ESRCH. */
export function netNamespaceOf(process: Process, to: string | number): NetNamespace {
  if (typeof to === 'string') return namespaceAt(process, to).namespaces.net;
  const other = process.namespaces.pid.processes.get(to);
  if (other === undefined) throw new Errno('ESRCH');
  return other.namespaces.net;
}

/** A mounted network namespace that nobody is in any more ends with its mount. */
function release(machine: Machine, { kind, namespaces }: NamespaceFile): void {
  const used = machine.processes().some((process) => process.namespaces.net === namespaces.net);
  if (kind === 'net' && !used && namespaces.net !== machine.namespaces.net) namespaces.net.destroy();
}

export function namespaceCalls({ machine, process }: Caller): NamespaceCalls {
  const demand = (): void => {
    if (!process.capabilities.has('CAP_SYS_ADMIN')) throw new Errno('EPERM');
  };
  const join = (kind: NamespaceKind, from: Process['namespaces']): void => {
    const key = NAMESPACE_KEYS[kind];
    const mounts = kind === 'mnt' ? from.mounts : process.namespaces.mounts;
    process.namespaces = { ...process.namespaces, mounts, [key]: from[key] };
    if (kind === 'mnt') process.cwd = '/';
  };
  return {
    setns(path, kind) {
      demand();
      const file = namespaceAt(process, path);
      if (file.kind !== kind) throw new Errno('EINVAL');
      join(kind, file.namespaces);
    },
    unshare(kind) {
      demand();
      const { net, uts } = process.namespaces;
      if (kind === 'net') {
        const fresh = new NetNamespace(net.environment, `${machine.hostname}-${process.pid}`);
        process.namespaces = { ...process.namespaces, net: fresh };
      } else if (kind === 'uts') process.namespaces = { ...process.namespaces, uts: { ...uts } };
      else if (kind !== 'mnt') throw new Errno('ENOSYS');
    },
    mountNamespace(path) {
      demand();
      const { parent, name } = located(process, path);
      const { namespaces } = process;
      parent.link(name, new NamespaceFile('net', () => namespaces));
    },
    umount(path) {
      demand();
      const { parent, name, inode } = located(process, path);
      if (!(inode instanceof NamespaceFile)) throw new Errno('EINVAL');
      parent.link(name, new RegularFile(new Uint8Array(0)));
      release(machine, inode);
    },
    namespaceOf(path) {
      const file = namespaceAt(process, path);
      return machine.namespaceNumber(file.namespaces[NAMESPACE_KEYS[file.kind]]);
    },
  };
}
