import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';

export const stop = verb({
  name: 'stop',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Stop one or more running containers',
  twins: ['stop'],
  args: minArgs(1),
  flags: {
    signal: flag.string('Signal to send to the container', { short: 's' }),
    time: flag.int('Seconds to wait before killing the container', {
      aliasOf: 'timeout',
      deprecated: 'use --timeout instead',
    }),
    timeout: flag.int('Seconds to wait before killing the container', { short: 't' }),
  },
  completes: ['running'],
  run: (cli, { args, flags, changed }) =>
    eachAtOnce(cli, args, (name) =>
      cli.client.containerStop(name, {
        ...(changed.has('timeout') ? { timeout: flags.timeout } : {}),
        signal: flags.signal,
      }),
    ),
});
