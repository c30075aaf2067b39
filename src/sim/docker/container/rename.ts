import { exactArgs } from '../../command/argument-rules.ts';
import { printError, verb } from '../cli.ts';

export const rename = verb({
  name: 'rename',
  usage: 'CONTAINER NEW_NAME',
  short: 'Rename a container',
  twins: ['rename'],
  args: exactArgs(2),
  completes: ['container'],
  *run(cli, { args }) {
    const [before = '', after = ''] = args.map((name) => name.trim());
    if (before === '' || after === '') throw new Error('Error: Neither old nor new names may be empty');
    try {
      yield* cli.client.containerRename(before, after);
    } catch (error) {
      yield* printError(cli, `${(error as Error).message}\n`);
      throw new Error(`Error: failed to rename container named ${before}`);
    }
    return 0;
  },
});
