import { minArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';
import { stopFlags, stopOptions } from './stop-flags.ts';

export const stop = verb({
  name: 'stop',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Stop one or more running containers',
  twins: ['stop'],
  args: minArgs(1),
  flags: stopFlags,
  completes: ['running'],
  run: (cli, { args, flags, changed }) =>
    eachAtOnce(cli, args, (name) => cli.client.containerStop(name, stopOptions(flags, changed))),
});
