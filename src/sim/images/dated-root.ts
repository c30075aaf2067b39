import { Directory } from '../kernel/fs/inode.ts';
import { makeTree, type Tree } from '../kernel/fs/tree.ts';

/** A new root of `tree`, in which every file was last changed at `moment` (µs since 1970). */
export function datedRoot(tree: Tree, moment: number): Directory {
  const root = makeTree(tree);
  date(root, moment);
  return root;
}

function date(directory: Directory, moment: number): void {
  directory.mtime = moment;
  for (const name of directory.names()) {
    const inode = directory.lookup(name);
    if (inode instanceof Directory) date(inode, moment);
    else if (inode !== undefined) inode.mtime = moment;
  }
}
