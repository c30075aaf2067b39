import { DaemonError } from '../../client/errors.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { printError, verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';

export const rm = verb({
  name: 'rm',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Remove one or more containers',
  aliases: ['remove'],
  twins: ['rm'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force the removal of a running container (uses SIGKILL)', { short: 'f' }),
    link: flag.bool('Remove the specified link', { short: 'l' }),
    volumes: flag.bool('Remove anonymous volumes associated with the container', { short: 'v' }),
  },
  completes: ['container'],
  *run(cli, { args, flags }) {
    const { force, volumes, link } = flags;
    return yield* eachAtOnce(
      cli,
      args,
      function* (name) {
        const id = name.replace(/^\/+|\/+$/g, '');
        if (id === '') throw new Error('container name cannot be empty');
        yield* cli.client.containerRemove(id, { force, volumes, link });
      },
      function* (error) {
        if (!force || !(error instanceof DaemonError) || error.status !== 404) return false;
        yield* printError(cli, `${error.message}\n`);
        return true;
      },
    );
  },
});
