import { minArgs } from '../../command/argument-rules.ts';
import { print, verb } from '../cli.ts';
import { failWith } from '../each.ts';

export const wait = verb({
  name: 'wait',
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Block until one or more containers stop, then print their exit codes',
  twins: ['wait'],
  args: minArgs(1),
  completes: ['running'],
  *run(cli, { args }) {
    const errors: unknown[] = [];
    for (const name of args) {
      try {
        const pending = yield* cli.client.containerWait(name);
        const { StatusCode } = yield* pending.result();
        yield* print(cli, `${StatusCode}\n`);
      } catch (error) {
        errors.push(error);
      }
    }
    return failWith(errors);
  },
});
