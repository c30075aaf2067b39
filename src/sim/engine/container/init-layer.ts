import type { Directory } from '../../kernel/fs/inode.ts';
import { RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import { makeDirectories } from '../../kernel/fs/tree.ts';

/** What Docker lays between an image and a container's own layer (moby/daemon/initlayer): µs since 1970 date it. */
export function layInitLayer(root: Directory, moment: number): void {
  place(root, '.dockerenv', new RegularFile(new Uint8Array(), 0o755), moment);
  place(makeDirectories(root, '/etc'), 'mtab', new Symlink('/proc/mounts'), moment);
}

function place(directory: Directory, name: string, inode: RegularFile | Symlink, moment: number): void {
  if (directory.lookup(name) !== undefined) return;
  inode.mtime = moment;
  directory.link(name, inode);
  directory.mtime = moment;
}
