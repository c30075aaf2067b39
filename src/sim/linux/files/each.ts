import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';

/** Does `act` for each operand; what fails is complained of, and the rest goes on. The exit status. */
export function* eachOperand(
  call: Call,
  operands: readonly string[],
  complaint: (path: string, reason: string) => string,
  act: (path: string) => Task<void> | void,
): Task<number> {
  let status = 0;
  for (const path of operands) {
    try {
      const task = act(path);
      if (task !== undefined) yield* task;
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(complaint(path, error.message));
      status = 1;
    }
  }
  return status;
}
