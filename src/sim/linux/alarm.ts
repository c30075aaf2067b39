import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';

/** alarm(2): a SIGALRM that breaks what the program waits for. */
export class Alarm {
  readonly #sys: System;
  #current = 0;
  /** Has it gone off? */
  rang = false;

  constructor(sys: System) {
    this.#sys = sys;
    sys.signal('SIGALRM', () => {
      this.rang = true;
    });
  }

  /** Goes off after so many µs, unless it is set anew before. */
  set(delay: number): void {
    const id = ++this.#current;
    const sys = this.#sys;
    const deadline = sys.monotonic() + delay;
    const due = (): boolean => id === this.#current;
    sys.thread(function* () {
      while (due() && sys.monotonic() < deadline) yield* undisturbed(sys, deadline - sys.monotonic());
      if (due()) sys.kill(sys.pid, 'SIGALRM');
    });
  }

  clear(): void {
    this.#current++;
  }
}

/** Sleeps; a signal that is handled meanwhile ends the sleep early. */
function* undisturbed(sys: System, span: number): Task<void> {
  try {
    yield* sys.sleep(span);
  } catch (error) {
    if (!isErrno(error, 'EINTR')) throw error;
  }
}
