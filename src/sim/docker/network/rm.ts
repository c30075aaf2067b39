import { DaemonError } from '../../client/errors.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, printError, verb } from '../cli.ts';
import { StatusError } from '../status-error.ts';

export const rm = verb({
  name: 'rm',
  usage: 'NETWORK [NETWORK...]',
  short: 'Remove one or more networks',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Do not error if the network does not exist', { short: 'f' }),
  },
  completes: ['network'],
  *run(cli, { args, flags }) {
    let status = 0;
    for (const name of args) {
      try {
        yield* cli.client.networkRemove(name);
        yield* print(cli, `${name}\n`);
      } catch (error) {
        if (flags.force && error instanceof DaemonError && error.status === 404) continue;
        yield* printError(cli, `${(error as Error).message}\n`);
        status = 1;
      }
    }
    if (status !== 0) throw new StatusError(`exit status ${status}`, status);
    return 0;
  },
});
