import { Directory, type Inode } from '../kernel/fs/inode.ts';

/** How many bytes the files below a directory take, directories not counted, hard links once (moby/pkg/directory's Size). */
export function directorySize(directory: Directory, counted: Set<Inode> = new Set()): number {
  let sum = 0;
  for (const name of directory.names()) {
    const inode = directory.lookup(name);
    if (inode === undefined || counted.has(inode)) continue;
    counted.add(inode);
    sum += inode instanceof Directory ? directorySize(inode, counted) : inode.size;
  }
  return sum;
}
