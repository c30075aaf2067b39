import { isErrno } from '../kernel/errno.ts';
import { Failure } from './call.ts';

/** Does `call`; where it fails the program ends with `what: strerror` (perror_msg_and_die). */
export function orDie<T>(what: string, call: () => T, status = 1): T {
  try {
    return call();
  } catch (error) {
    throw isErrno(error) ? new Failure(`${what}: ${error.message}`, status) : error;
  }
}
