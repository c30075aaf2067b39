import type { Micros } from './clock.ts';

/** What stands in a clock's heap: its moment, and which came first among equal ones. */
export interface Due {
  readonly at: Micros;
  readonly order: number;
  readonly cancelled: boolean;
  /** Takes out what is due; true where more follows, whose moment and order it has by then. */
  advance(): boolean;
  /** Does what was taken out. */
  fire(): void;
}

/** What a lane needs of its clock. */
interface LaneClock {
  nextOrder(): number;
  enter(due: Due): void;
}

const FIRST_SIZE = 2;

/**
 * Things that happen in the order in which they were set, such as the arrival of what travels on one cable: as timers of
 * their own would fire, but only the first of them stands in the clock's heap, and none needs a closure.
 */
export class Lane<T> implements Due {
  at: Micros = 0;
  order = 0;
  readonly cancelled = false;
  readonly #clock: LaneClock;
  readonly #arrive: (item: T) => void;
  #first: T | undefined;
  #count = 0;
  #last: Micros = 0;
  #taken: T | undefined;
  /** What follows the first, where anything does. */
  #rest: Ring<T> | undefined;

  constructor(clock: LaneClock, arrive: (item: T) => void) {
    this.#clock = clock;
    this.#arrive = arrive;
  }

  /** Lets `item` arrive at the moment `at`, or when the one before it does, where that is later. */
  add(at: Micros, item: T): void {
    const moment = Math.max(at, this.#last);
    this.#last = moment;
    const order = this.#clock.nextOrder();
    if (this.#count++ > 0) {
      this.#rest ??= new Ring();
      this.#rest.push(moment, order, item);
      return;
    }
    this.at = moment;
    this.order = order;
    this.#first = item;
    this.#clock.enter(this);
  }

  advance(): boolean {
    this.#taken = this.#first;
    this.#first = undefined;
    const rest = this.#rest;
    if (--this.#count === 0 || rest === undefined) return false;
    this.at = rest.moment;
    this.order = rest.order;
    this.#first = rest.shift();
    return true;
  }

  fire(): void {
    const item = this.#taken as T;
    this.#taken = undefined;
    this.#arrive(item);
  }
}

/** A queue of items with their moments and orders: rings of one size, a power of two. */
class Ring<T> {
  #items: (T | undefined)[] = [];
  #moments: Micros[] = [];
  #orders: number[] = [];
  #head = 0;
  #count = 0;

  push(moment: Micros, order: number, item: T): void {
    if (this.#count === this.#items.length) this.#grow();
    const place = (this.#head + this.#count++) & (this.#items.length - 1);
    this.#items[place] = item;
    this.#moments[place] = moment;
    this.#orders[place] = order;
  }

  #grow(): void {
    const size = Math.max(FIRST_SIZE, this.#count * 2);
    const unrolled = <V>(ring: readonly V[], none: V): V[] => {
      const whole = [...ring.slice(this.#head), ...ring.slice(0, this.#head)];
      while (whole.length < size) whole.push(none);
      return whole;
    };
    this.#items = unrolled(this.#items, undefined);
    this.#moments = unrolled(this.#moments, 0);
    this.#orders = unrolled(this.#orders, 0);
    this.#head = 0;
  }

  /** Of the first. */
  get moment(): Micros {
    return this.#moments[this.#head] as Micros;
  }

  get order(): number {
    return this.#orders[this.#head] as number;
  }

  shift(): T {
    const item = this.#items[this.#head] as T;
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#count--;
    return item;
  }
}
