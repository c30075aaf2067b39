import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Configuration } from './configuration.ts';
import { ConfigurationError } from './directive.ts';
import { errorPrefix } from './log.ts';
import { openSockets } from './sockets.ts';
import { type Listening, Worker } from './worker.ts';

/** The master process: keeps its workers, passes on what it is told, and at SIGHUP reads its configuration anew. */
export class Master {
  readonly #sys: System;
  readonly #read: () => Task<Configuration>;
  readonly #workers = new Set<number>();
  #configuration: Configuration;
  #listening: readonly Listening[];
  #signal: 'SIGTERM' | 'SIGQUIT' | undefined;
  #reload = false;

  constructor(
    sys: System,
    read: () => Task<Configuration>,
    configuration: Configuration,
    listening: readonly Listening[],
  ) {
    this.#sys = sys;
    this.#read = read;
    this.#configuration = configuration;
    this.#listening = listening;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      sys.signal(signal, () => {
        this.#signal = 'SIGTERM';
      });
    sys.signal('SIGQUIT', () => {
      this.#signal ??= 'SIGQUIT';
    });
    sys.signal('SIGHUP', () => {
      this.#reload = true;
    });
    sys.signal('SIGWINCH', 'ignore');
  }

  *run(): Task<number> {
    const sys = this.#sys;
    sys.setTitle(`nginx: master process ${sys.argv.join(' ')}`);
    this.#startWorkers();
    const leaving = new Set<number>();
    while (this.#workers.size > 0) {
      const ended = yield* this.#wait();
      if (ended !== undefined) leaving.delete(ended);
      const lost = ended !== undefined && this.#workers.delete(ended);
      if (this.#signal !== undefined) for (const pid of [...this.#workers, ...leaving]) sys.kill(pid, this.#signal);
      else if (this.#reload) for (const pid of yield* this.#renew()) leaving.add(pid);
      else if (lost) this.#startWorkers();
    }
    return 0;
  }

  #startWorkers(): void {
    while (this.#workers.size < this.#configuration.workers) this.#workers.add(startWorker(this.#sys, this.#listening));
  }

  /** New workers for the new configuration; the old ones, which end once their requests are answered. */
  *#renew(): Task<readonly number[]> {
    const sys = this.#sys;
    this.#reload = false;
    try {
      const configuration = yield* this.#read();
      const listening = yield* openSockets(sys, configuration, this.#listening);
      if (listening === undefined) return [];
      for (const { fd } of this.#listening) if (!listening.some((socket) => socket.fd === fd)) sys.close(fd);
      const old = [...this.#workers];
      this.#workers.clear();
      this.#configuration = configuration;
      this.#listening = listening;
      this.#startWorkers();
      for (const pid of old) sys.kill(pid, 'SIGQUIT');
      return old;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      yield* sys.write(2, `${errorPrefix(sys, 'emerg')}${error.message}\n`);
      return [];
    }
  }

  *#wait(): Task<number | undefined> {
    try {
      return (yield* this.#sys.waitpid(-1))?.pid;
    } catch (error) {
      if (isErrno(error, 'EINTR')) return undefined;
      throw error;
    }
  }
}

const startWorker = (sys: System, listening: readonly Listening[]): number =>
  sys.fork(function* (own) {
    return yield* new Worker(own).run(listening);
  });
