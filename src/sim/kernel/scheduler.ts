import type { Clock, Micros, Timer } from './clock.ts';
import { Errno } from './errno.ts';
import type { Task, Wait, WaitQueue } from './task.ts';

const NO_QUEUES: readonly WaitQueue[] = [];

/** What is thrown into a task to break the wait that it is in. */
const interruption = (): Errno => new Errno('EINTR');

/** One task on its way: runs until it waits, is woken by a queue or the clock, can be held, broken and killed. */
export class Thread {
  readonly #scheduler: Scheduler;
  readonly #task: Task<unknown>;
  readonly #over: (error?: unknown) => void;
  /** Those in which it waits. */
  #queues = NO_QUEUES;
  #timer: Timer | undefined;
  readonly #timeout = (): void => this.wake();
  #queued = false;
  #broken = false;
  #held = false;
  #wokenWhileHeld = false;
  #running = false;
  done = false;

  constructor(scheduler: Scheduler, task: Task<unknown>, over: (error?: unknown) => void) {
    this.#scheduler = scheduler;
    this.#task = task;
    this.#over = over;
  }

  /** Makes the thread run in its turn. */
  wake(): void {
    if (this.done || this.#queued) return;
    if (this.#held) {
      this.#wokenWhileHeld = true;
      return;
    }
    this.#queued = true;
    this.#scheduler.enqueue(this);
  }

  /** Breaks the wait with `EINTR`. */
  interrupt(): void {
    if (this.#running) return;
    this.#broken = true;
    this.wake();
  }

  /** Keeps the thread from running (SIGSTOP, the freezer) until {@link resume}. */
  hold(): void {
    this.#held = true;
  }

  resume(): void {
    this.#held = false;
    if (this.#wokenWhileHeld) this.wake();
    this.#wokenWhileHeld = false;
  }

  /** Ends the thread where it stands; its `finally` blocks run, but may not wait. */
  kill(): void {
    if (this.done) return;
    this.done = true;
    this.#unpark();
    if (!this.#running) this.#task.return(undefined);
  }

  /** Runs to the next wait; called by the scheduler only. */
  run(): void {
    this.#queued = false;
    if (this.done) return;
    if (this.#held) {
      this.#wokenWhileHeld = true;
      return;
    }
    this.#unpark();
    this.#running = true;
    try {
      const broken = this.#broken;
      this.#broken = false;
      const step = broken ? this.#task.throw(interruption()) : this.#task.next();
      this.#running = false;
      if (step.done) this.#finish();
      else if (this.done) this.#task.return(undefined);
      else this.#park(step.value);
    } catch (error) {
      this.#running = false;
      // A thread that was killed while it ran (its own SIGPIPE) has nothing more to say.
      if (!this.done) this.#finish(error);
    }
  }

  #finish(error?: unknown): void {
    this.done = true;
    this.#over(error);
  }

  #park(wait: Wait): void {
    this.#queues = wait.queues;
    for (const queue of wait.queues) queue.add(this);
    if (wait.deadline !== undefined) this.#timer = this.#scheduler.clock.at(wait.deadline, this.#timeout);
  }

  #unpark(): void {
    for (const queue of this.#queues) queue.remove(this);
    this.#queues = NO_QUEUES;
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** Runs threads in the order they became ready, and the clock's timers between: the whole world's single loop. */
export class Scheduler {
  readonly clock: Clock;
  #ready: Thread[] = [];
  #head = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Starts a thread; `over` is called once when its task has returned or thrown. */
  spawn(task: Task<unknown>, over: (error?: unknown) => void = rethrow): Thread {
    const thread = new Thread(this, task, over);
    thread.wake();
    return thread;
  }

  enqueue(thread: Thread): void {
    this.#ready.push(thread);
  }

  /** Runs all that is ready and all that falls due until the moment `until` (µs since the world's start). */
  runUntil(until: Micros): void {
    do this.#runReady();
    while (this.clock.step(until));
  }

  /** Runs what is ready now; time stands still. */
  #runReady(): void {
    while (this.#head < this.#ready.length) {
      const thread = this.#ready[this.#head++] as Thread;
      if (this.#head === this.#ready.length) {
        this.#ready.length = 0;
        this.#head = 0;
      }
      thread.run();
    }
  }
}

const rethrow = (error?: unknown): void => {
  if (error !== undefined) throw error;
};
