import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';

export const kill = verb({
  name: 'kill',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Kill one or more running containers',
  twins: ['kill'],
  args: minArgs(1),
  flags: {
    signal: flag.string('Signal to send to the container', { short: 's' }),
  },
  completes: ['running'],
  run: (cli, { args, flags }) => eachAtOnce(cli, args, (name) => cli.client.containerKill(name, flags.signal)),
});
