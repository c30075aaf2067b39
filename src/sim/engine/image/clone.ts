import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';

/** A copy of a tree with all inodes new; names of one file stay so. */
export function cloneTree(entries: Iterable<readonly [string, Inode]>, of: Directory): Directory {
  return copyDirectory(entries, of, new Map());
}

function copyDirectory(
  entries: Iterable<readonly [string, Inode]>,
  of: Directory,
  copies: Map<Inode, Inode>,
): Directory {
  const list = [...entries].map(([name, inode]) => [name, copy(inode, copies)] as const);
  return dressed(new Directory(list, of.mode), of);
}

function copy(inode: Inode, copies: Map<Inode, Inode>): Inode {
  const known = copies.get(inode);
  if (known !== undefined) return known;
  const made = newLike(inode, copies);
  copies.set(inode, made);
  return made;
}

function newLike(inode: Inode, copies: Map<Inode, Inode>): Inode {
  if (inode instanceof RegularFile) return dressed(new RegularFile(inode.data, inode.mode, inode.program), inode);
  if (inode instanceof Symlink) return dressed(new Symlink(inode.target), inode);
  if (!(inode instanceof Directory)) return inode;
  const entries = inode.names().flatMap((name) => {
    const at = inode.lookup(name);
    return at === undefined ? [] : [[name, at] as const];
  });
  return copyDirectory(entries, inode, copies);
}

const dressed = <T extends Inode>(made: T, { uid, gid, mtime, links }: Inode): T =>
  Object.assign(made, { uid, gid, mtime, links });
