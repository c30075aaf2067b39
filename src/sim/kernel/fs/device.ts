import type { OpenFile } from '../file.ts';
import type { Random } from '../random.ts';
import type { Stat } from '../syscalls.ts';
import { type Task, WaitQueue } from '../task.ts';
import { Inode } from './inode.ts';

/** A character device: what opening it gives. */
export class CharacterDevice extends Inode {
  readonly type = 'char';
  readonly size = 0;
  override readonly device: readonly [number, number];
  readonly open: () => OpenFile;

  constructor(device: readonly [number, number], open: (inode: CharacterDevice) => OpenFile, mode = 0o666) {
    super(mode);
    this.device = device;
    this.open = () => open(this);
  }
}

class Stream implements OpenFile {
  readonly readable = true;
  readonly changed = new WaitQueue();
  readonly #inode: Inode;
  readonly #give: (count: number) => Uint8Array;

  constructor(inode: Inode, give: (count: number) => Uint8Array) {
    this.#inode = inode;
    this.#give = give;
  }

  *read(count: number): Task<Uint8Array> {
    return this.#give(count);
  }

  *write(data: Uint8Array): Task<number> {
    return data.length;
  }

  stat(): Stat {
    return this.#inode.stat();
  }

  close(): void {}
}

/** null(4), zero(4), random(4): /dev/null, /dev/zero, /dev/urandom. */
export const memoryDevices = (random: Random): Readonly<Record<string, () => Inode>> => ({
  null: () => new CharacterDevice([1, 3], (inode) => new Stream(inode, () => new Uint8Array(0))),
  zero: () => new CharacterDevice([1, 5], (inode) => new Stream(inode, (count) => new Uint8Array(count))),
  random: () => new CharacterDevice([1, 8], (inode) => new Stream(inode, (count) => random.bytes(count))),
  urandom: () => new CharacterDevice([1, 9], (inode) => new Stream(inode, (count) => random.bytes(count))),
});
