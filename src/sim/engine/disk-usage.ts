import { Directory, type Inode, RegularFile, Symlink } from '../kernel/fs/inode.ts';

/**
 * How many bytes the files below a directory take, directories not counted, hard links once (moby/pkg/directory's Size).
 * @param passOver inodes, with all below them, that something else has mounted there
 */
export function directorySize(directory: Directory, passOver: ReadonlySet<Inode> = new Set()): number {
  return changedSize(directory, undefined, passOver, new Set());
}

/** The same, counting only what is new or changed against `base`: what an overlay's upper directory holds. */
export function upperSize(directory: Directory, base: Directory, passOver: ReadonlySet<Inode>): number {
  return changedSize(directory, base, passOver, new Set());
}

function changedSize(
  directory: Directory,
  base: Directory | undefined,
  passOver: ReadonlySet<Inode>,
  counted: Set<Inode>,
): number {
  let sum = 0;
  for (const name of directory.names()) {
    const inode = directory.lookup(name);
    if (inode === undefined || passOver.has(inode) || counted.has(inode)) continue;
    const below = base?.lookup(name);
    if (inode instanceof Directory) {
      sum += changedSize(inode, below instanceof Directory ? below : undefined, passOver, counted);
    } else if (below === undefined || differs(inode, below)) {
      counted.add(inode);
      sum += inode.size;
    }
  }
  return sum;
}

/** A file is copied up whole when its contents, owner, mode or times change. */
function differs(one: Inode, other: Inode): boolean {
  if (one instanceof Symlink && other instanceof Symlink) return one.target !== other.target;
  if (one.type !== other.type || one.mode !== other.mode || one.mtime !== other.mtime) return true;
  if (one.uid !== other.uid || one.gid !== other.gid || one.size !== other.size) return true;
  return one instanceof RegularFile && other instanceof RegularFile && !sameBytes(one.data, other.data);
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => one.every((byte, at) => byte === other[at]);
