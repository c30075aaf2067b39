import { Errno } from '../errno.ts';
import { Directory, type Inode, Symlink, type Viewer } from './inode.ts';

/** Where a path leads: the directory, the last name, and what stands there, if anything. */
export interface Location {
  readonly parent: Directory;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** The whole path without links, `.` and `..`. */
  readonly path: string;
}

/** How many links one look-up may follow (MAXSYMLINKS). */
const MAX_LINKS = 40;

const parts = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
 * path_resolution(7) from `root`; relative paths start at `cwd`, an absolute path below that root.
 * A missing last component is no error here; any other is. Throws `ENOENT`, `ENOTDIR`, `ELOOP`.
 */
export function resolvePath(root: Directory, cwd: string, path: string, viewer: Viewer, follow = true): Location {
  if (path === '') throw new Errno('ENOENT');
  const walk: { name: string; inode: Directory }[] = [];
  const pending = [...(path.startsWith('/') ? [] : parts(cwd)), ...parts(path)];
  const mustBeDirectory = path.endsWith('/') || path.endsWith('/.');
  const top = (): Directory => walk.at(-1)?.inode ?? root;
  let links = 0;
  while (pending.length > 0) {
    const name = pending.shift() as string;
    if (name === '..') {
      walk.pop();
      continue;
    }
    const parent = top();
    const inode = parent.lookup(name, viewer);
    const last = pending.length === 0;
    if (inode instanceof Symlink && (!last || follow || mustBeDirectory)) {
      if (++links > MAX_LINKS) throw new Errno('ELOOP');
      if (inode.target.startsWith('/')) walk.length = 0;
      pending.unshift(...parts(inode.target));
    } else if (inode instanceof Directory) {
      walk.push({ name, inode });
    } else if (!last) {
      throw new Errno(inode === undefined ? 'ENOENT' : 'ENOTDIR');
    } else {
      if (inode !== undefined && mustBeDirectory) throw new Errno('ENOTDIR');
      return { parent, name, inode, path: absolute(walk, name) };
    }
  }
  const at = walk.pop();
  if (at === undefined) return { parent: root, name: '.', inode: root, path: '/' };
  return { parent: top(), name: at.name, inode: at.inode, path: absolute(walk, at.name) };
}

const absolute = (walk: readonly { name: string }[], name: string): string =>
  `/${[...walk.map((step) => step.name), name].join('/')}`;
