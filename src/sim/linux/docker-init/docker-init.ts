import { isErrno } from '../../kernel/errno.ts';
import type { Program, Signal, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { spawnAlongPath } from '../search-path.ts';
import { signalNumber } from '../signal-names.ts';

/** What tini passes on to its child; the others are about itself or its terminal. */
const FORWARDED: readonly Signal[] = [
  ...(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM', 'SIGCONT'] as const),
  ...(['SIGTSTP', 'SIGWINCH'] as const),
];

/** docker-init, which is tini: runs one child, passes signals on to it, and reaps all that has no parent left. */
export const dockerInit: Program = function* (sys) {
  const argv = sys.argv[1] === '--' ? sys.argv.slice(2) : sys.argv.slice(1);
  let child: number;
  try {
    child = spawnAlongPath(sys, argv, { pgid: 0 });
  } catch (error) {
    if (!isErrno(error)) throw error;
    // The complaint is that of the child, which the real one forks first.
    yield* sys.write(2, `[FATAL tini (7)] exec ${argv[0]} failed: ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
  for (const signal of FORWARDED) sys.signal(signal, () => forward(sys, child, signal));
  if (sys.isatty(0)) sys.tcsetpgrp(0, child);
  return yield* reap(sys, child);
};

function forward(sys: System, child: number, signal: Signal): void {
  try {
    sys.kill(child, signal);
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}

/** Waits for every child; the first one's end is the end. */
function* reap(sys: System, child: number): Task<number> {
  for (;;) {
    try {
      const ended = yield* sys.waitpid(-1);
      if (ended?.pid !== child) continue;
      return ended.signal === undefined ? (ended.status ?? 0) : 128 + (signalNumber(ended.signal) ?? 0);
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }
}
