import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { eachInTurn } from '../each.ts';

export const rm = verb({
  name: 'rm',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  short: 'Remove one or more volumes',
  long: 'Remove one or more volumes. You cannot remove a volume that is in use by a container.',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force the removal of one or more volumes', { short: 'f' }),
  },
  completes: ['volume'],
  run: (cli, { args, flags }) => eachInTurn(cli, args, (name) => cli.client.volumeRemove(name, flags.force)),
});
