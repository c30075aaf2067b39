import { minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { asking, inspecting } from './asking.ts';
import { readContent } from './content.ts';

const SECRETS = '/secrets';

const create = asking({
  name: 'create',
  usage: '[OPTIONS] SECRET [file|-]',
  short: 'Create a secret from a file or STDIN as content',
  args: rangeArgs(1, 2),
  flags: {
    driver: flag.string('Secret driver', { short: 'd' }),
    label: flag.strings('Secret labels', { short: 'l' }),
    'template-driver': flag.string('Template driver'),
  },
  asks: () => `${SECRETS}/create`,
  method: 'POST',
  body: ({ args }) => ({ Name: args[0] }),
  *before(cli, { args }) {
    const [, file] = args;
    if (file === undefined) throw new Error('secret file is required');
    yield* readContent(cli, file);
  },
});

const inspect = inspecting({
  name: 'inspect',
  usage: '[OPTIONS] SECRET [SECRET...]',
  short: 'Display detailed information on one or more secrets',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    pretty: flag.bool('Print the information in a human friendly format'),
  },
  resource: SECRETS,
});

const ls = asking({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List secrets',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    quiet: flag.bool('Only display IDs', { short: 'q' }),
  },
  asks: () => SECRETS,
});

const rm = asking({
  name: 'rm',
  usage: 'SECRET [SECRET...]',
  short: 'Remove one or more secrets',
  aliases: ['remove'],
  args: minArgs(1),
  asks: () => SECRETS,
  each: true,
  method: 'DELETE',
});

export const secret = verb({
  name: 'secret',
  short: 'Manage Swarm secrets',
  hidden: true,
  commands: [create, inspect, ls, rm],
});
