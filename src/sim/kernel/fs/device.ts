import type { Clock } from '../clock.ts';
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

/** How much a device that never ends gives in a µs: slower than memory, so that who copies it for ever leaves time to others. */
const BYTES_PER_MICRO = 4;

class EndlessStream extends Stream {
  readonly #clock: Clock;

  constructor(inode: Inode, give: (count: number) => Uint8Array, clock: Clock) {
    super(inode, give);
    this.#clock = clock;
  }

  override *read(count: number): Task<Uint8Array> {
    const done = this.#clock.now + Math.ceil(count / BYTES_PER_MICRO);
    while (this.#clock.now < done) yield { queues: [], deadline: done };
    return yield* super.read(count);
  }
}

/** null(4), zero(4), random(4): /dev/null, /dev/zero, /dev/urandom. */
export function memoryDevices(random: Random, clock: Clock): Readonly<Record<string, () => Inode>> {
  const endless = (minor: number, give: (count: number) => Uint8Array) => () =>
    new CharacterDevice([1, minor], (inode) => new EndlessStream(inode, give, clock));
  return {
    null: () => new CharacterDevice([1, 3], (inode) => new Stream(inode, () => new Uint8Array(0))),
    zero: endless(5, (count) => new Uint8Array(count)),
    random: endless(8, (count) => random.bytes(count)),
    urandom: endless(9, (count) => random.bytes(count)),
  };
}
