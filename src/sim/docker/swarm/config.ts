import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { asking, inspecting, listing } from './asking.ts';
import { readContent } from './content.ts';

const CONFIGS = '/configs';

const create = asking({
  name: 'create',
  usage: '[OPTIONS] CONFIG file|-',
  short: 'Create a config from a file or STDIN',
  args: exactArgs(2),
  flags: {
    label: flag.list('Config labels', { short: 'l' }),
    'template-driver': flag.string('Template driver'),
  },
  asks: () => `${CONFIGS}/create`,
  method: 'POST',
  body: ({ args }) => ({ Name: args[0] }),
  *before(cli, { args: [, file = ''] }) {
    try {
      yield* readContent(cli, file);
    } catch (error) {
      throw new Error(`Error reading content from ${JSON.stringify(file)}: ${(error as Error).message}`);
    }
  },
});

const inspect = inspecting({
  usage: '[OPTIONS] CONFIG [CONFIG...]',
  short: 'Display detailed information on one or more configs',
  resource: CONFIGS,
});

const ls = listing(CONFIGS, 'List configs', { ID: 'ID', Name: 'NAME', CreatedAt: 'CREATED', UpdatedAt: 'UPDATED' });

const rm = asking({
  name: 'rm',
  usage: 'CONFIG [CONFIG...]',
  short: 'Remove one or more configs',
  aliases: ['remove'],
  args: minArgs(1),
  asks: () => CONFIGS,
  each: true,
  method: 'DELETE',
});

export const config = verb({
  name: 'config',
  short: 'Manage Swarm configs',
  family: 'swarm',
  hidden: 'manager',
  commands: [create, inspect, ls, rm],
});
