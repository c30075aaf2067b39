import { minArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { eachInTurn } from '../each.ts';
import { stopFlags, stopOptions } from './stop-flags.ts';

export const restart = verb({
  name: 'restart',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Restart one or more containers',
  twins: ['restart'],
  args: minArgs(1),
  flags: stopFlags,
  completes: ['container'],
  run: (cli, { args, flags, changed }) =>
    eachInTurn(cli, args, (name) => cli.client.containerRestart(name, stopOptions(flags, changed))),
});
