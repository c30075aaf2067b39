import type { Signal } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, forceExit, STDOUT } from '../cli.ts';
import { ttySize } from './hijack.ts';

/** Those that a person or a program sends to stop something. */
const PROXIED: readonly Signal[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];

const TERMINATION: readonly Signal[] = ['SIGINT', 'SIGTERM'];

/** Signals that came for us and wait to be passed on. */
export interface PendingSignals {
  /** Passes on what has come: signals to the container, a new window size to its terminal. False where we are to end. */
  forward(): Task<boolean>;
}

export interface ForwardOptions {
  readonly proxy: boolean;
  /** Does the first signal that asks for it end us, or only the third? */
  readonly ends?: boolean;
  readonly tty: boolean;
  resize(height: number, width: number): Task<void>;
}

/** Takes our signals for the container's from now on (docker/cli's ForwardAllSignals and MonitorTtySize). */
export function forwardSignals(
  cli: Cli,
  id: string,
  { proxy, ends = false, tty, resize }: ForwardOptions,
): PendingSignals {
  const pending: Signal[] = [];
  let asked = 0;
  const watched: Signal[] = [...(proxy ? PROXIED : TERMINATION), ...(tty ? (['SIGWINCH'] as const) : [])];
  for (const signal of watched) cli.sys.signal(signal, () => pending.push(signal));
  return {
    *forward() {
      for (let signal = pending.shift(); signal !== undefined; signal = pending.shift()) {
        if (TERMINATION.includes(signal)) yield* forceExit(cli, ++asked);
        try {
          if (signal === 'SIGWINCH') yield* resize(...ttySize(cli));
          else if (proxy) yield* cli.client.containerKill(id, signal);
        } catch {
          // As docker: a container that is gone takes no signals.
        }
      }
      return !(ends && asked > 0);
    },
  };
}

/** Gives the container's terminal the size of ours. */
export function* resizeTty(cli: Cli, resize: (height: number, width: number) => Task<void>): Task<void> {
  if (!cli.sys.isatty(STDOUT)) return;
  try {
    yield* resize(...ttySize(cli));
  } catch {
    // As docker: it may have ended already.
  }
}
