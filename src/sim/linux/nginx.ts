import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';

const FOREVER = 3_600_000_000;

/** nginx's master process as far as it is simulated: it waits to be told to end, and serves nothing yet. */
export function* nginx(sys: System): Task<number> {
  let ended = false;
  for (const signal of ['SIGQUIT', 'SIGTERM', 'SIGINT'] as const)
    sys.signal(signal, () => {
      ended = true;
    });
  sys.signal('SIGWINCH', 'ignore');
  while (!ended) {
    try {
      yield* sys.sleep(FOREVER);
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }
  return 0;
}
