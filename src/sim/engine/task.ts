import type { Task } from '../kernel/task.ts';

/** A call that never waits, in the shape of one that may. */
export function* atOnce<T>(call: () => T): Task<T> {
  yield* [];
  return call();
}
