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

/** Puts a path's names on `pending`, the first on top; empty ones and `.` lead nowhere. */
function pushNames(pending: string[], path: string): void {
  for (let end = path.length; end > 0; ) {
    const start = path.lastIndexOf('/', end - 1) + 1;
    if (start < end && !(end - start === 1 && path[start] === '.')) pending.push(path.slice(start, end));
    end = start - 1;
  }
}

const absolute = (above: readonly string[], name: string): string =>
  above.length === 0 ? `/${name}` : `/${above.join('/')}/${name}`;

/** Where an absolute path leads that has nothing but names of directories in it, as most have; undefined for any other. */
function straightTo(root: Directory, path: string, viewer: Viewer): Location | undefined {
  let parent = root;
  for (let start = 1; ; ) {
    const slash = path.indexOf('/', start);
    const name = slash < 0 ? path.slice(start) : path.slice(start, slash);
    if (name === '' || name === '.' || name === '..') return undefined;
    const inode = parent.lookup(name, viewer);
    if (inode instanceof Symlink) return undefined;
    if (slash < 0) return { parent, name, inode, path };
    if (!(inode instanceof Directory)) return undefined;
    parent = inode;
    start = slash + 1;
  }
}

/**
 * path_resolution(7) from `root`; relative paths start at `cwd`, an absolute path below that root.
 * A missing last component is no error here; any other is. Throws `ENOENT`, `ENOTDIR`, `ELOOP`.
 */
export function resolvePath(root: Directory, cwd: string, path: string, viewer: Viewer, follow = true): Location {
  if (path === '') throw new Errno('ENOENT');
  const straight = path.startsWith('/') ? straightTo(root, path, viewer) : undefined;
  if (straight !== undefined) return straight;
  /** The directories that were walked through, and their names. */
  const walk: Directory[] = [];
  const names: string[] = [];
  /** Names still to come, the next one last. */
  const pending: string[] = [];
  pushNames(pending, path);
  if (!path.startsWith('/')) pushNames(pending, cwd);
  const mustBeDirectory = path.endsWith('/') || path.endsWith('/.');
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '..') {
      walk.pop();
      names.pop();
      continue;
    }
    const parent = walk.at(-1) ?? root;
    const inode = parent.lookup(name, viewer);
    const last = pending.length === 0;
    if (inode instanceof Symlink && (!last || follow || mustBeDirectory)) {
      if (++links > MAX_LINKS) throw new Errno('ELOOP');
      if (inode.target.startsWith('/')) walk.length = names.length = 0;
      pushNames(pending, inode.target);
    } else if (inode instanceof Directory) {
      walk.push(inode);
      names.push(name);
    } else if (!last) {
      throw new Errno(inode === undefined ? 'ENOENT' : 'ENOTDIR');
    } else {
      if (inode !== undefined && mustBeDirectory) throw new Errno('ENOTDIR');
      return { parent, name, inode, path: absolute(names, name) };
    }
  }
  const inode = walk.pop();
  const name = names.pop();
  if (inode === undefined || name === undefined) return { parent: root, name: '.', inode: root, path: '/' };
  return { parent: walk.at(-1) ?? root, name, inode, path: absolute(names, name) };
}
