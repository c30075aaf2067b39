import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { asking, inspecting } from './asking.ts';
import { readContent } from './content.ts';

const CONFIGS = '/configs';

const create = asking({
  name: 'create',
  usage: '[OPTIONS] CONFIG file|-',
  short: 'Create a config from a file or STDIN',
  args: exactArgs(2),
  flags: {
    label: flag.strings('Config labels', { short: 'l' }),
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
  name: 'inspect',
  usage: '[OPTIONS] CONFIG [CONFIG...]',
  short: 'Display detailed information on one or more configs',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    pretty: flag.bool('Print the information in a human friendly format'),
  },
  resource: CONFIGS,
});

const ls = asking({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List configs',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    quiet: flag.bool('Only display IDs', { short: 'q' }),
  },
  asks: () => CONFIGS,
});

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
  hidden: true,
  commands: [create, inspect, ls, rm],
});
