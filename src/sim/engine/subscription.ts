import { type Task, WaitQueue } from '../kernel/task.ts';

/** What comes one after another to one listener, kept until it is taken; `next` gives undefined at the end. */
export class Subscription<T> {
  readonly changed = new WaitQueue();
  readonly #onClose: () => void;
  #items: T[] = [];
  #over = false;

  constructor(onClose: () => void = () => {}) {
    this.#onClose = onClose;
  }

  push(item: T): void {
    if (this.#over) return;
    this.#items.push(item);
    this.changed.wake();
  }

  /** Nothing comes any more; what is there can still be taken. */
  end(): void {
    this.#over = true;
    this.changed.wake();
  }

  *next(): Task<T | undefined> {
    while (this.#items.length === 0 && !this.#over) yield { queues: [this.changed] };
    return this.#items.shift();
  }

  close(): void {
    this.#items = [];
    this.end();
    this.#onClose();
  }
}

/** One source, any number of listeners. */
export class Broadcast<T> {
  #listeners: Set<Subscription<T>> | undefined;
  #callbacks: Set<(item: T) => void> | undefined;
  readonly #ended = new WaitQueue();

  /** Calls `callback` with each item at once. Returns how to stop that. */
  listen(callback: (item: T) => void): () => void {
    this.#callbacks ??= new Set();
    this.#callbacks.add(callback);
    return () => this.#callbacks?.delete(callback);
  }

  /** Calls `callback` at the next end. Returns how to give it up. */
  onEnd(callback: () => void): () => void {
    const waiter = { wake: callback };
    this.#ended.add(waiter);
    return () => this.#ended.remove(waiter);
  }

  subscribe(): Subscription<T> {
    const subscription: Subscription<T> = new Subscription<T>(() => this.#listeners?.delete(subscription));
    this.#listeners ??= new Set();
    this.#listeners.add(subscription);
    return subscription;
  }

  emit(item: T): void {
    for (const callback of this.#callbacks ?? []) callback(item);
    for (const listener of this.#listeners ?? []) listener.push(item);
  }

  /** Ends all who listen now. */
  end(): void {
    for (const listener of this.#listeners ?? []) listener.end();
    this.#listeners?.clear();
    this.#ended.wake();
  }
}
