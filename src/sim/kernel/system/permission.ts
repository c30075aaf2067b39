import { Errno } from '../errno.ts';
import type { Inode } from '../fs/inode.ts';
import type { Location } from '../fs/path.ts';
import type { Process } from '../process.ts';

const BITS = { r: 4, w: 2, x: 1 } as const;

/** Throws `EACCES` unless the process may read, write or execute: permission bits, and root's override of them (capabilities(7)). */
export function allowed(process: Process, inode: Inode, want: 'r' | 'w' | 'x'): void {
  const root = process.uid === 0;
  if (root && (want !== 'x' || inode.type === 'directory' || (inode.mode & 0o111) !== 0)) return;
  const shift = process.uid === inode.uid ? 6 : inGroup(process, inode.gid) ? 3 : 0;
  if (((inode.mode >> shift) & BITS[want]) === 0 || root) throw new Errno('EACCES');
}

/** Throws `EROFS` where a path leads into a file system that is mounted to be read only. */
export function writable({ namespaces }: Process, { path }: Location): void {
  if (namespaces.mounts.isReadOnly(path)) throw new Errno('EROFS');
}

const inGroup = ({ gid, groups }: Process, group: number): boolean => gid === group || groups.includes(group);
