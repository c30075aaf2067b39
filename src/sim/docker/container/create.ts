import type { ContainerCreateRequest } from '../../api/types/container-config.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { StatusError } from '../status-error.ts';
import { containerRequest } from './container-request.ts';
import { createContainer, withHelp } from './create-container.ts';
import { creationFlags } from './creation-flags.ts';
import { checkPull } from './pull-policy.ts';

export const create = verb({
  name: 'create',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  short: 'Create a new container',
  twins: ['create'],
  args: minArgs(1),
  flags: {
    ...creationFlags,
    pull: flag.string('Pull image before creating ("always", "|missing", "never")', { default: 'missing' }),
  },
  interspersed: false,
  completes: ['image'],
  *run(cli, { args, flags, changed }) {
    let request: ContainerCreateRequest;
    try {
      checkPull(flags.pull);
      request = yield* containerRequest(cli, args, flags, changed);
    } catch (error) {
      throw new StatusError(withHelp((error as Error).message, 'create'), 125);
    }
    yield* print(cli, `${yield* createContainer(cli, request, { ...flags, changed })}\n`);
    return 0;
  },
});
