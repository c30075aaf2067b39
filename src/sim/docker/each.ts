import type { Task } from '../kernel/task.ts';
import { WaitQueue, waitUntil } from '../kernel/task.ts';
import { type Cli, print } from './cli.ts';
import { StatusError } from './status-error.ts';

/** What became of the operation on one name: an error, or null. */
type Result = unknown;

/** Begins `operation` on its own; the task that is returned waits for what becomes of it. */
export function begin(cli: Cli, name: string, operation: (name: string) => Task<void>): () => Task<Result> {
  const ended = new WaitQueue();
  let result: Result;
  let done = false;
  cli.sys.thread(function* () {
    try {
      yield* operation(name);
      result = null;
    } catch (error) {
      result = error;
    }
    done = true;
    ended.wake();
  });
  return function* () {
    yield* waitUntil(
      () => done,
      [ended],
      () => cli.sys.monotonic(),
    );
    return result;
  };
}

/** The errors, a line each, as what the command fails with (Go's errors.Join). */
export function failWith(errors: readonly unknown[]): number {
  if (errors.length === 0) return 0;
  throw new StatusError(errors.map((error) => (error as Error).message).join('\n'), 1);
}

/**
 * Does `operation` on all names at once, and prints in their order those that it was done to (docker/cli's parallelOperation).
 * `tolerate` takes an error on itself and returns true.
 */
export function* eachAtOnce(
  cli: Cli,
  names: readonly string[],
  operation: (name: string) => Task<void>,
  tolerate?: (error: unknown) => Task<boolean>,
): Task<number> {
  const begun = names.map((name) => [name, begin(cli, name, operation)] as const);
  const errors: unknown[] = [];
  for (const [name, result] of begun) {
    const error = yield* result();
    if (error === null) yield* print(cli, `${name}\n`);
    else if (tolerate === undefined || !(yield* tolerate(error))) errors.push(error);
  }
  return failWith(errors);
}

/** As `eachAtOnce`, one after the other. */
export function* eachInTurn(cli: Cli, names: readonly string[], operation: (name: string) => Task<void>): Task<number> {
  const errors: unknown[] = [];
  for (const name of names) {
    try {
      yield* operation(name);
      yield* print(cli, `${name}\n`);
    } catch (error) {
      errors.push(error);
    }
  }
  return failWith(errors);
}
