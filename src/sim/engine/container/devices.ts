import type { Inode } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import { makeDirectories } from '../../kernel/fs/tree.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import type { Container } from './container.ts';

/** `--device`: the host's devices appear in the container (moby/oci/devices_linux.go); with `--ipc none` there is no shared memory. */
export function placeDevices(daemon: Daemon, { root, hostConfig }: Container): void {
  if (hostConfig.IpcMode === 'none') makeDirectories(root, '/dev').unlink('shm');
  for (const { PathOnHost, PathInContainer } of hostConfig.Devices ?? []) {
    const parts = PathInContainer.split('/').filter((part) => part !== '');
    const name = parts.pop() ?? '';
    makeDirectories(root, parts.join('/')).link(name, hostDevice(daemon, PathOnHost));
  }
}

function hostDevice(daemon: Daemon, path: string): Inode {
  const failed = (why: string) =>
    systemError(`error gathering device information while adding custom device "${path}": ${why}`);
  const { inode } = resolvePath(daemon.machine.namespaces.root, '/', path, { pid: 0 });
  if (inode === undefined) throw failed('no such file or directory');
  if (inode.type !== 'char') throw failed('not a device node');
  return inode;
}
