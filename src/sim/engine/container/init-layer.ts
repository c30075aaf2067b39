import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import { makeDirectories } from '../../kernel/fs/tree.ts';

const EMPTY = new Uint8Array();

/** What Docker lays between an image and a container's own layer (moby/daemon/initlayer): µs since 1970 date it. */
export function layInitLayer(root: Directory, moment: number): void {
  for (const name of ['proc', 'sys', 'dev']) place(root, name, new Directory(), moment);
  place(root, '.dockerenv', new RegularFile(EMPTY, 0o755), moment);
  const dev = makeDirectories(root, '/dev');
  for (const name of ['pts', 'shm']) place(dev, name, new Directory(), moment);
  place(dev, 'console', new RegularFile(EMPTY, 0o755), moment);
  const etc = makeDirectories(root, '/etc');
  place(etc, 'mtab', new Symlink('/proc/mounts'), moment);
  for (const name of ['hosts', 'hostname', 'resolv.conf']) place(etc, name, new RegularFile(EMPTY, 0o755), moment);
}

function place(directory: Directory, name: string, inode: Inode, moment: number): void {
  if (directory.lookup(name) !== undefined) return;
  inode.mtime = moment;
  directory.link(name, inode);
  directory.mtime = moment;
}
