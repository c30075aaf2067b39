import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { eachInTurn } from '../each.ts';

export const restart = verb({
  name: 'restart',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Restart one or more containers',
  twins: ['restart'],
  args: minArgs(1),
  flags: {
    signal: flag.string('Signal to send to the container', { short: 's' }),
    time: flag.int('Seconds to wait before killing the container', {
      aliasOf: 'timeout',
      deprecated: 'use --timeout instead',
    }),
    timeout: flag.int('Seconds to wait before killing the container', { short: 't' }),
  },
  completes: ['container'],
  run: (cli, { args, flags, changed }) =>
    eachInTurn(cli, args, (name) =>
      cli.client.containerRestart(name, {
        ...(changed.has('timeout') ? { timeout: flags.timeout } : {}),
        signal: flags.signal,
      }),
    ),
});
