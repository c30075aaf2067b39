import { type Due, Lane } from './lane.ts';

/** A moment or a span of virtual time, in whole microseconds; moments count from the world's start. */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;

export interface Timer {
  cancel(): void;
}

/** Something that happens once. */
class Alarm implements Due, Timer {
  readonly at: Micros;
  readonly order: number;
  cancelled = false;
  readonly fire: () => void;
  readonly #clock: Clock;

  constructor(clock: Clock, at: Micros, order: number, fire: () => void) {
    this.#clock = clock;
    this.at = at;
    this.order = order;
    this.fire = fire;
  }

  advance(): boolean {
    this.cancelled = true;
    return false;
  }

  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.#clock.forget();
  }
}

/** A heap is cleared of cancelled timers once they are this many, and more than the others. */
const FORGOTTEN_LIMIT = 64;

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Virtual time and what is to happen in it: a binary heap of timers; equal times fire in the order they were set. */
export class Clock {
  #now: Micros = 0;
  #order = 0;
  #heap: Due[] = [];
  /** How many in the heap are cancelled. */
  #forgotten = 0;

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
    const alarm = new Alarm(this, Math.max(at, this.#now), this.nextOrder(), fire);
    this.enter(alarm);
    return alarm;
  }

  /** Calls `arrive` with each thing that is added to the lane, in its turn. */
  lane<T>(arrive: (item: T) => void): Lane<T> {
    return new Lane(this, arrive);
  }

  /** For lanes: who comes first among those that are due at the same moment. */
  nextOrder(): number {
    return this.#order++;
  }

  /** For lanes: puts in the heap what is not in it. */
  enter(due: Due): void {
    const heap = this.#heap;
    let i = heap.push(due) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(due, heap[parent] as Due)) break;
      heap[i] = heap[parent] as Due;
      i = parent;
    }
    heap[i] = due;
  }

  /** For timers: one was cancelled. */
  forget(): void {
    this.#forgotten++;
    if (this.#forgotten < FORGOTTEN_LIMIT || this.#forgotten * 2 < this.#heap.length) return;
    this.#heap = this.#heap.filter((due) => !due.cancelled).sort((a, b) => (before(a, b) ? -1 : 1));
    this.#forgotten = 0;
  }

  /** When the next timer is due, or undefined when none is set. */
  get next(): Micros | undefined {
    while (this.#heap[0]?.cancelled) {
      this.#forgotten--;
      this.#pop();
    }
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
    const due = this.#heap[0] as Due;
    if (due.advance()) this.#sink(due);
    else this.#pop();
    due.fire();
    return true;
  }

  /** Takes the first out. */
  #pop(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
  }

  /** Puts `due` in the first one's place, and from there where it belongs. */
  #sink(due: Due): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++;
      if (!before(heap[child] as Due, due)) break;
      heap[i] = heap[child] as Due;
      i = child;
    }
    heap[i] = due;
  }
}
