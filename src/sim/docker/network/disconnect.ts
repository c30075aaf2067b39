import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';

export const disconnect = verb({
  name: 'disconnect',
  usage: '[OPTIONS] NETWORK CONTAINER',
  short: 'Disconnect a container from a network',
  args: exactArgs(2),
  flags: {
    force: flag.bool('Force the container to disconnect from a network', { short: 'f' }),
  },
  completes: ['network', 'container'],
  *run(cli, { args, flags }) {
    const [network = '', container = ''] = args;
    yield* cli.client.networkDisconnect(network, container, flags.force);
    return 0;
  },
});
