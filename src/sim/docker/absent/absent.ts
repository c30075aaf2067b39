import type { Declaration } from '../../command/command.ts';
import type { Flags } from '../../command/flag.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, printError, type Verb, verb } from '../cli.ts';
import { commandRefusal } from '../simulated.ts';

/** A real command that is not simulated yet: it has its help and its usage errors, and refuses to run. */
export const absent = <F extends Flags>(
  declaration: Omit<Declaration<Cli, Task<number>, F>, 'run' | 'commands'>,
): Verb =>
  verb<Flags>({
    ...declaration,
    *run(cli) {
      yield* printError(cli, `${commandRefusal(cli.path)}\n`);
      return 1;
    },
  });
