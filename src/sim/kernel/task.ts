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

/** Who waits for one thing to change; as Linux's `wait_queue_head_t`. A woken task looks again by itself. */
export class WaitQueue {
  #waiters = new Set<() => void>();

  /** Wakes all who wait now. */
  wake(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter();
  }

  /** Calls `waiter` at the next wake, once. Returns how to give it up. */
  add(waiter: () => void): () => void {
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  get size(): number {
    return this.#waiters.size;
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
