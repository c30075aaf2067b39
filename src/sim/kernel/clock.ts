/** A moment or a span of virtual time, in whole microseconds; moments count from the world's start. */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;

export interface Timer {
  cancel(): void;
}

interface Entry extends Timer {
  readonly at: Micros;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Virtual time and what is to happen in it: a binary heap of timers; equal times fire in the order they were set. */
export class Clock {
  #now: Micros = 0;
  #order = 0;
  #heap: Entry[] = [];

  readonly epoch: Micros;

  /** @param epoch the Unix time, in µs, at which this clock reads 0 */
  constructor(epoch: Micros) {
    this.epoch = epoch;
  }

  /** µs since the world's start (CLOCK_MONOTONIC). */
  get now(): Micros {
    return this.#now;
  }

  /** µs since 1970 (CLOCK_REALTIME). */
  get realtime(): Micros {
    return this.epoch + this.#now;
  }

  /** Calls `fire` once `delay` µs have passed. */
  after(delay: Micros, fire: () => void): Timer {
    return this.at(this.#now + Math.max(0, Math.round(delay)), fire);
  }

  /** Calls `fire` at the moment `at`, or at once (in turn) when that is past. */
  at(at: Micros, fire: () => void): Timer {
    const entry: Entry = {
      at: Math.max(at, this.#now),
      order: this.#order++,
      fire,
      cancelled: false,
      cancel() {
        entry.cancelled = true;
      },
    };
    this.#push(entry);
    return entry;
  }

  /** When the next timer is due, or undefined when none is set. */
  get next(): Micros | undefined {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0]?.at;
  }

  /** Moves time to the next timer due at or before `limit` and fires it; without one, to `limit`, and returns false. */
  step(limit: Micros): boolean {
    const next = this.next;
    if (next === undefined || next > limit) {
      if (Number.isFinite(limit)) this.#now = Math.max(this.#now, limit);
      return false;
    }
    this.#now = next;
    this.#pop()?.fire();
    return true;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent] as Entry)) break;
      heap[i] = heap[parent] as Entry;
      i = parent;
    }
    heap[i] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || top === last) return top;
    this.#sink(last);
    return top;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!before(heap[child] as Entry, entry)) break;
      heap[i] = heap[child] as Entry;
      i = child;
    }
    heap[i] = entry;
  }
}
