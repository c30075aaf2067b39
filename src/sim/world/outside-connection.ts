import type { Scheduler, Thread } from '../kernel/scheduler.ts';
import { type Task, WaitQueue } from '../kernel/task.ts';
import { UnixSocket } from '../kernel/unix-socket.ts';

/** Who stands outside of the world at the other end of an {@link OutsideConnection}. */
export interface OutsideEnd {
  receive(bytes: Uint8Array): void;
  /** Nothing more will be received. */
  end(): void;
  /** All that was sent has been taken. */
  drain(): void;
}

/** As SO_PEERCRED tells it of a process that the asker's namespace does not hold. */
const NO_PID = 0;
const READ_SIZE = 65_536;

/** A connection to a Unix socket of a machine, made from outside of the world: its bytes come and go as the world's time passes. */
export class OutsideConnection {
  readonly #socket = new UnixSocket('stream', NO_PID);
  readonly #outside: OutsideEnd;
  readonly #threads: readonly Thread[];
  readonly #changed = new WaitQueue();
  #waiting: Uint8Array[] = [];
  #ended = false;
  #held = false;

  /** Throws `ECONNREFUSED` where `listener` takes no connections. */
  constructor(scheduler: Scheduler, listener: UnixSocket, outside: OutsideEnd) {
    this.#socket.connectTo(listener);
    this.#outside = outside;
    this.#threads = [scheduler.spawn(this.#send(), () => {}), scheduler.spawn(this.#receive(), () => outside.end())];
  }

  /** Bytes that were sent and not yet taken. */
  get pending(): number {
    return this.#waiting.reduce((size, bytes) => size + bytes.length, 0);
  }

  send(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#changed.wake();
  }

  /** No more will be sent: a half close. */
  end(): void {
    this.#ended = true;
    this.#changed.wake();
  }

  /** Takes no more from the world for now, so that its writers have to wait. */
  hold(held: boolean): void {
    this.#held = held;
    this.#changed.wake();
  }

  close(): void {
    this.#socket.close();
    for (const thread of this.#threads) thread.kill();
  }

  *#send(): Task<void> {
    for (;;) {
      const bytes = this.#waiting[0];
      if (bytes !== undefined) {
        yield* this.#socket.write(bytes);
        this.#waiting.shift();
      } else if (this.#ended) return this.#socket.shutdown('write');
      else {
        this.#outside.drain();
        yield { queues: [this.#changed] };
      }
    }
  }

  *#receive(): Task<void> {
    for (;;) {
      while (this.#held) yield { queues: [this.#changed] };
      const bytes = yield* this.#socket.read(READ_SIZE);
      if (bytes.length === 0) return;
      this.#outside.receive(bytes);
    }
  }
}
