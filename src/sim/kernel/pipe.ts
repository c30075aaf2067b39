import { Errno } from './errno.ts';
import type { OpenFile } from './file.ts';
import type { Stat } from './syscalls.ts';
import { type Task, WaitQueue } from './task.ts';

/** PIPE_BUF's big sister: how much a pipe holds, pipe(7). */
const CAPACITY = 65_536;

/** Bytes on their way from a writer to a reader: what pipes and stream sockets are made of. */
export class ByteQueue {
  readonly changed = new WaitQueue();
  #chunks: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  #abandoned = false;

  /** Can a read return at once? */
  get readable(): boolean {
    return this.#size > 0 || this.#ended;
  }

  /** Will nothing more be written? */
  get ended(): boolean {
    return this.#ended;
  }

  /** Will nobody read any more? */
  get abandoned(): boolean {
    return this.#abandoned;
  }

  /** No more will be written. */
  end(): void {
    this.#ended = true;
    this.changed.wake();
  }

  /** Nobody will read any more. */
  abandon(): void {
    this.#abandoned = true;
    this.#chunks = [];
    this.#size = 0;
    this.changed.wake();
  }

  /** At most `count` bytes once there are any; none at the end. */
  *read(count: number): Task<Uint8Array> {
    while (!this.readable) yield { queues: [this.changed] };
    const first = this.#chunks[0];
    if (first === undefined) return new Uint8Array(0);
    const taken = first.subarray(0, count);
    if (taken.length === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(count);
    this.#size -= taken.length;
    this.changed.wake();
    return taken;
  }

  /** Waits while full; throws `EPIPE` once nobody reads. */
  *write(data: Uint8Array): Task<number> {
    while (!this.#abandoned && !this.#ended && this.#size >= CAPACITY) yield { queues: [this.changed] };
    if (this.#abandoned || this.#ended) throw new Errno('EPIPE');
    if (data.length > 0) {
      this.#chunks.push(data.slice());
      this.#size += data.length;
      this.changed.wake();
    }
    return data.length;
  }
}

const pipeStat = (): Stat => ({ type: 'fifo', inode: 0, mode: 0o600, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 });

class PipeReader implements OpenFile {
  readonly #queue: ByteQueue;
  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }
  get readable(): boolean {
    return this.#queue.readable;
  }
  get changed(): WaitQueue {
    return this.#queue.changed;
  }
  read(count: number): Task<Uint8Array> {
    return this.#queue.read(count);
  }
  *write(): Task<number> {
    throw new Errno('EBADF');
  }
  stat = pipeStat;
  close(): void {
    this.#queue.abandon();
  }
}

class PipeWriter implements OpenFile {
  readonly readable = false;
  readonly #queue: ByteQueue;
  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }
  get changed(): WaitQueue {
    return this.#queue.changed;
  }
  *read(): Task<Uint8Array> {
    throw new Errno('EBADF');
  }
  write(data: Uint8Array): Task<number> {
    return this.#queue.write(data);
  }
  stat = pipeStat;
  close(): void {
    this.#queue.end();
  }
}

/** pipe(2): what is written to one end comes out of the other. */
export function createPipe(): { read: OpenFile; write: OpenFile } {
  const queue = new ByteQueue();
  return { read: new PipeReader(queue), write: new PipeWriter(queue) };
}
