import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';

/** Runs what the operands name, or else a shell, and gives its exit status (util-linux's errexec()). */
export function* runProgram(call: Call): Task<number> {
  const { sys, operands } = call;
  const argv = operands.length > 0 ? operands : [sys.env.get('SHELL') ?? '/bin/sh'];
  try {
    return yield* statusOf(sys, spawnAlongPath(sys, argv));
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* call.warn(`failed to execute ${argv[0]}: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}
