/** Connections in memory, and a scheduler just good enough for them: what the tests of http, api and client talk over. */
import { type Task, WaitQueue } from '../kernel/task.ts';
import type { ByteStream } from './stream.ts';

class Pipe {
  #chunks: Uint8Array[] = [];
  #ended = false;
  readonly #changed = new WaitQueue();
  readonly #sizes: readonly number[];
  #turn = 0;

  /** @param sizes the lengths of the pieces that are read, again and again; empty: as they were written */
  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  *read(): Task<Uint8Array> {
    while (this.#chunks.length === 0 && !this.#ended) yield { queues: [this.#changed] };
    const chunk = this.#chunks.shift() ?? new Uint8Array(0);
    const size = this.#sizes[this.#turn++ % Math.max(1, this.#sizes.length)] ?? chunk.length;
    if (size < chunk.length) this.#chunks.unshift(chunk.subarray(size));
    return chunk.subarray(0, size);
  }

  write(data: Uint8Array): void {
    if (this.#ended) throw new Error('EPIPE');
    if (data.length > 0) this.#chunks.push(data.slice());
    this.#changed.wake();
  }

  end(): void {
    this.#ended = true;
    this.#changed.wake();
  }
}

const end = (incoming: Pipe, outgoing: Pipe): ByteStream => ({
  read: () => incoming.read(),
  *write(data) {
    outgoing.write(data);
  },
  close() {
    incoming.end();
    outgoing.end();
  },
  closeWrite: () => outgoing.end(),
});

/** Both ends of a connection whose bytes arrive in pieces of the given sizes. */
export const duplex = (sizes: readonly number[] = []): readonly [ByteStream, ByteStream] => {
  const there = new Pipe(sizes);
  const back = new Pipe(sizes);
  return [end(back, there), end(there, back)];
};

/** Runs `task` to its result, and `others` beside it for as long. Throws when nothing of it can go on. */
export const runBeside = <T>(task: Task<T>, ...others: Task<unknown>[]): T => {
  const alive = new Set(others);
  for (let rounds = 0; rounds < 100_000; rounds++) {
    const step = task.next();
    if (step.done) return step.value;
    for (const other of alive) if (other.next().done) alive.delete(other);
  }
  throw new Error('the task waits for ever');
};
