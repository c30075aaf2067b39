import { Errno } from '../errno.ts';
import { Directory, type Inode, Symlink } from '../fs/inode.ts';
import { NAMESPACE_KEYS, NamespaceFile } from '../fs/namespace-file.ts';
import { type Location, resolvePath } from '../fs/path.ts';
import type { Process } from '../process.ts';
import type { Stat, System } from '../syscalls.ts';
import type { Caller } from './caller.ts';
import { allowed, writable } from './permission.ts';

type TreeCalls = Pick<
  System,
  | 'stat'
  | 'lstat'
  | 'readdir'
  | 'readlink'
  | 'access'
  | 'mkdir'
  | 'rmdir'
  | 'unlink'
  | 'rename'
  | 'symlink'
  | 'link'
  | 'chmod'
  | 'chown'
  | 'utimes'
>;

export function treeCalls({ machine, process }: Caller): TreeCalls {
  const at = (path: string, follow = true): Location =>
    resolvePath(process.namespaces.root, process.cwd, path, viewer(), follow);
  const viewer = () => ({ pid: process.pidIn(process.namespaces.pid) ?? 0 });
  const existing = (path: string, follow = true): Inode => {
    const { inode } = at(path, follow);
    if (inode === undefined) throw new Errno('ENOENT');
    return inode;
  };
  const stat = (inode: Inode): Stat => inode.stat(machine.inodeNumber(inode));
  const add = (path: string, inode: Inode): void => {
    const location = at(path, false);
    if (location.inode !== undefined) throw new Errno('EEXIST');
    writable(process, location);
    allowed(process, location.parent, 'w');
    inode.mtime = machine.clock.realtime;
    inode.uid = process.uid;
    inode.gid = process.gid;
    location.parent.link(location.name, inode);
    location.parent.mtime = machine.clock.realtime;
  };
  const remove = (path: string, directory: boolean): void => {
    const location = at(path, false);
    const { parent, name, inode } = location;
    writableEntry(process, location);
    if (inode === undefined) throw new Errno('ENOENT');
    allowed(process, parent, 'w');
    checkMovable(process, location);
    checkRemovable(inode, directory);
    parent.unlink(name);
    parent.mtime = machine.clock.realtime;
    inode.links--;
  };
  return {
    stat: (path) => stat(existing(path)),
    lstat: (path) => stat(existing(path, false)),
    readdir(path) {
      const inode = existing(path);
      if (!(inode instanceof Directory)) throw new Errno('ENOTDIR');
      allowed(process, inode, 'r');
      return inode.names(viewer());
    },
    readlink(path) {
      const inode = existing(path, false);
      if (inode instanceof NamespaceFile) {
        const namespace = inode.namespaces[NAMESPACE_KEYS[inode.kind]];
        return `${inode.kind}:[${machine.namespaceNumber(namespace)}]`;
      }
      if (!(inode instanceof Symlink)) throw new Errno('EINVAL');
      return inode.target;
    },
    access(path, want) {
      const inode = existing(path);
      if (want === 'w') writable(process, at(path));
      allowed(process, inode, want);
    },
    mkdir: (path, mode = 0o777) => add(path, new Directory([], mode & ~process.umask)),
    rmdir: (path) => remove(path, true),
    unlink: (path) => remove(path, false),
    rename(from, to) {
      const locations = [at(from, false), at(to, false)] as const;
      for (const location of locations) writableEntry(process, location);
      for (const location of locations) checkMovable(process, location);
      rename(...locations);
      for (const { parent } of locations) parent.mtime = machine.clock.realtime;
    },
    symlink: (target, path) => add(path, new Symlink(target)),
    link(from, path) {
      const inode = existing(from, false);
      if (inode instanceof Directory) throw new Errno('EPERM');
      const location = at(path, false);
      if (location.inode !== undefined) throw new Errno('EEXIST');
      writable(process, location);
      allowed(process, location.parent, 'w');
      location.parent.link(location.name, inode);
      location.parent.mtime = machine.clock.realtime;
      inode.links++;
    },
    chmod(path, mode) {
      const inode = existing(path);
      writable(process, at(path));
      inode.mode = mode & 0o7777;
    },
    chown(path, uid, gid, follow = true) {
      const inode = existing(path, follow);
      writable(process, at(path, follow));
      if (!process.capabilities.has('CAP_CHOWN')) throw new Errno('EPERM');
      Object.assign(inode, { uid, gid });
    },
    utimes(path, mtime) {
      const inode = existing(path);
      writable(process, at(path));
      inode.mtime = mtime;
    },
  };
}

/** A mount point's entry is its parent's matter. */
function writableEntry(process: Process, location: Location): void {
  const mounted = process.namespaces.mounts.has(location.path);
  writable(process, mounted ? { ...location, path: location.path.replace(/\/[^/]*$/, '') || '/' } : location);
}

/** What something is mounted on stays in its place. */
function checkMovable({ namespaces }: Process, { path }: Location): void {
  if (namespaces.mounts.has(path)) throw new Errno('EBUSY');
}

function checkRemovable(inode: Inode, directory: boolean): void {
  if (!(inode instanceof Directory)) {
    if (directory) throw new Errno('ENOTDIR');
    return;
  }
  if (!directory) throw new Errno('EISDIR');
  if (inode.names().length > 0) throw new Errno('ENOTEMPTY');
}

function rename(from: Location, to: Location): void {
  if (from.inode === undefined) throw new Errno('ENOENT');
  if (to.inode === from.inode) return;
  if (to.inode instanceof Directory) {
    if (!(from.inode instanceof Directory)) throw new Errno('EISDIR');
    if (to.inode.names().length > 0) throw new Errno('ENOTEMPTY');
  } else if (to.inode !== undefined && from.inode instanceof Directory) throw new Errno('ENOTDIR');
  if (to.path.startsWith(`${from.path}/`)) throw new Errno('EINVAL');
  from.parent.unlink(from.name);
  to.parent.link(to.name, from.inode);
}
