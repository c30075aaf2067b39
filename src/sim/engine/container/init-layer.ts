import { Directory, type Inode, RegularFile, Symlink } from '../../kernel/fs/inode.ts';
import { file, makeDirectories, makeTree, type Tree } from '../../kernel/fs/tree.ts';

const EMPTY = new Uint8Array();

/** What Docker lays between an image and a container's own layer (moby/daemon/initlayer): µs since 1970 date it. */
export function layInitLayer(root: Directory, moment: number): void {
  for (const name of ['proc', 'sys', 'dev']) place(root, name, new Directory(), moment);
  place(root, '.dockerenv', new RegularFile(EMPTY, 0o755), moment);
  layDevices(root, moment);
  const etc = makeDirectories(root, '/etc');
  place(etc, 'mtab', new Symlink('/proc/mounts'), moment);
  for (const name of ['hosts', 'hostname', 'resolv.conf']) place(etc, name, new RegularFile(EMPTY, 0o755), moment);
}

/** An image's own /dev is mostly empty: then all of this is made when somebody looks below the container's. */
const DEVICES: Tree = { pts: {}, shm: {}, console: file('', 0o755) };

function layDevices(root: Directory, moment: number): void {
  const dev = makeDirectories(root, '/dev');
  if (dev.names().length === 0) {
    root.link('dev', Object.assign(makeTree(DEVICES, moment), { mode: dev.mode }));
    return;
  }
  for (const name of ['pts', 'shm']) place(dev, name, new Directory(), moment);
  place(dev, 'console', new RegularFile(EMPTY, 0o755), moment);
}

function place(directory: Directory, name: string, inode: Inode, moment: number): void {
  if (directory.has(name)) return;
  inode.mtime = moment;
  directory.link(name, inode);
  directory.mtime = moment;
}
