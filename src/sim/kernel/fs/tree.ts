import type { Program } from '../syscalls.ts';
import { Directory, type Inode, type LowerLayer, RegularFile, Symlink, type Viewer } from './inode.ts';
import { resolvePath } from './path.ts';

/** A file tree as data: text for a regular file, an object for a directory, or an inode made by one of the functions below. */
export interface Tree {
  readonly [name: string]: string | Tree | ((mtime?: number) => Inode);
}

const KERNEL: Viewer = { pid: 0 };
/** What all executables contain; nobody writes into a file's bytes, but puts others in their place. */
const ELF = new TextEncoder().encode('\x7fELF');

/** An executable: `program` runs when it is executed. */
export const executable = (program: Program) => (): Inode => new RegularFile(ELF, 0o755, program);

export const symlink = (target: string) => (): Inode => new Symlink(target);

/** A regular file with a mode of its own. */
export const file = (text: string, mode: number) => (): Inode => new RegularFile(text, mode);

/** A directory with a mode of its own. */
export const directory =
  (tree: Tree, mode: number) =>
  (mtime = 0): Inode =>
    Object.assign(makeTree(tree, mtime), { mode });

/**
 * A tree's inodes, all new, last changed at `mtime` (µs since 1970): two roots made of one tree share nothing that can be
 * changed. An inode is made when somebody looks at it, since of an image's hundreds a container needs a few.
 */
export function makeTree(tree: Tree, mtime = 0): Directory {
  return dated(new Directory([], undefined, new TreeLayer(tree, mtime)), mtime);
}

class TreeLayer implements LowerLayer {
  readonly #tree: Tree;
  readonly #mtime: number;

  constructor(tree: Tree, mtime: number) {
    this.#tree = tree;
    this.#mtime = mtime;
  }

  get names(): readonly string[] {
    return Object.keys(this.#tree);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#tree, name);
  }

  make(name: string): Inode {
    return makeInode(this.#tree[name] ?? '', this.#mtime);
  }
}

function makeInode(entry: Tree[string], mtime: number): Inode {
  if (typeof entry === 'string') return dated(new RegularFile(entry), mtime);
  return typeof entry === 'function' ? dated(entry(mtime), mtime) : makeTree(entry, mtime);
}

function dated<T extends Inode>(inode: T, mtime: number): T {
  inode.mtime = mtime;
  return inode;
}

/** Writes a regular file, replacing what its path held; its directory must be there. */
export function writeFile(root: Directory, path: string, text: string, mode = 0o644): void {
  const { parent, name, inode } = resolvePath(root, '/', path, KERNEL);
  if (inode instanceof RegularFile) inode.text = text;
  else parent.link(name, new RegularFile(text, mode));
}

/** A regular file's text, or undefined when there is none at `path`. */
export function readFile(root: Directory, path: string): string | undefined {
  const { inode } = resolvePath(root, '/', path, KERNEL);
  return inode instanceof RegularFile ? inode.text : undefined;
}

/** The directory at `path`, made with all that leads to it where it is missing. */
export function makeDirectories(root: Directory, path: string): Directory {
  let at = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const next = at.lookup(name, KERNEL);
    if (next instanceof Directory) at = next;
    else {
      const made = new Directory();
      at.link(name, made);
      at = made;
    }
  }
  return at;
}
