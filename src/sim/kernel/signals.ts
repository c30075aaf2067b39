import type { Signal } from './syscalls.ts';

/** Signals by their numbers on x86 and ARM, signal(7). */
export const SIGNAL_NUMBERS: Readonly<Record<Signal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGWINCH: 28,
};

/** What a signal does to a process that has not asked for anything else. */
export function defaultAction(signal: Signal): 'terminate' | 'stop' | 'continue' | 'ignore' {
  switch (signal) {
    case 'SIGCHLD':
    case 'SIGWINCH':
      return 'ignore';
    case 'SIGCONT':
      return 'continue';
    case 'SIGSTOP':
    case 'SIGTSTP':
    case 'SIGTTIN':
    case 'SIGTTOU':
      return 'stop';
    default:
      return 'terminate';
  }
}
