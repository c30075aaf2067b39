import { minArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';

export const unpause = verb({
  name: 'unpause',
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Unpause all processes within one or more containers',
  twins: ['unpause'],
  args: minArgs(1),
  completes: ['paused'],
  run: (cli, { args }) => eachAtOnce(cli, args, (name) => cli.client.containerUnpause(name)),
});
