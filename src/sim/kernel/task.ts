/**
 * Tasks: everything in the simulation that may have to wait is a generator that yields a {@link Wait}.
 *
 * A scheduler of ours, and not promises, because a simulated kernel must be able to stop, kill and
 * resume any of its processes at any wait, in an order that depends on nothing but the inputs
 * (docs/decisions/0002-generators-for-processes.md).
 */

/** What a task waits for: any of the queues to be woken, or the clock to reach `deadline` (µs since boot). */
export interface Wait {
  readonly queues: readonly WaitQueue[];
  readonly deadline?: number;
}

/** A computation that may wait. Call another with `yield*`. */
export type Task<T> = Generator<Wait, T, void>;

/** Who waits, in a queue or for the clock. */
interface Waiter {
  wake(): void;
}

/** Most queues have no one in them, and share this. */
const NOBODY: Waiter[] = [];

/** Who waits for one thing to change; as Linux's `wait_queue_head_t`. A woken task looks again by itself. */
export class WaitQueue {
  #waiters = NOBODY;

  /** Wakes all who wait now. */
  wake(): void {
    const waiters = this.#waiters;
    this.#waiters = NOBODY;
    for (const waiter of waiters) waiter.wake();
  }

  /** Wakes `waiter` at the next wake, once. */
  add(waiter: Waiter): void {
    if (this.#waiters === NOBODY) this.#waiters = [waiter];
    else this.#waiters.push(waiter);
  }

  /** `waiter` gives up, where it still waits. */
  remove(waiter: Waiter): void {
    if (!this.#waiters.includes(waiter)) return;
    const others = this.#waiters.filter((other) => other !== waiter);
    this.#waiters = others.length === 0 ? NOBODY : others;
  }

  get size(): number {
    return this.#waiters.length;
  }
}

/** Waits until `ready()` holds, looking each time one of `queues` is woken; false when `deadline` came first. */
export function* waitUntil(
  ready: () => boolean,
  queues: readonly WaitQueue[],
  now: () => number,
  deadline?: number,
): Task<boolean> {
  while (!ready()) {
    if (deadline !== undefined && now() >= deadline) return false;
    yield deadline === undefined ? { queues } : { queues, deadline };
  }
  return true;
}
