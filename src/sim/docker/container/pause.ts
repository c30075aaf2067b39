import { minArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { eachAtOnce } from '../each.ts';

export const pause = verb({
  name: 'pause',
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Pause all processes within one or more containers',
  twins: ['pause'],
  args: minArgs(1),
  completes: ['running'],
  run: (cli, { args }) => eachAtOnce(cli, args, (name) => cli.client.containerPause(name)),
});
