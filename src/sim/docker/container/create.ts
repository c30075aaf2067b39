import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { containerRequest } from './container-request.ts';
import { createContainer } from './create-container.ts';
import { creationFlags } from './creation-flags.ts';

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
  *run(cli, invocation) {
    const { flags, changed } = invocation;
    const request = yield* containerRequest(cli, 'create', invocation);
    yield* print(cli, `${yield* createContainer(cli, request, { ...flags, changed })}\n`);
    return 0;
  },
});
