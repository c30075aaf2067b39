import type { Declaration, Invocation } from '../../command/command.ts';
import type { Flags } from '../../command/flag.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, printError, type Verb, verb } from '../cli.ts';
import { commandRefusal } from '../simulated.ts';

/**
 * A real command that is not simulated yet: it has its help and its usage errors, and refuses to run.
 * @param before throws what the real one refuses to begin with
 */
export const absent = <F extends Flags>(
  declaration: Omit<Declaration<Cli, Task<number>, F>, 'run' | 'commands'>,
  before?: (cli: Cli, invocation: Invocation<F>) => Task<void>,
): Verb =>
  verb<F>({
    ...declaration,
    *run(cli, invocation) {
      if (before) yield* before(cli, invocation);
      yield* printError(cli, `${commandRefusal(cli.path)}\n`);
      return 1;
    },
  });
