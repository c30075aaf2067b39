import { minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { asking, inspecting, listing } from './asking.ts';
import { readContent } from './content.ts';

const SECRETS = '/secrets';

const create = asking({
  name: 'create',
  usage: '[OPTIONS] SECRET [file|-]',
  short: 'Create a secret from a file or STDIN as content',
  args: rangeArgs(1, 2),
  flags: {
    driver: flag.string('Secret driver', { short: 'd' }),
    label: flag.list('Secret labels', { short: 'l' }),
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
  usage: '[OPTIONS] SECRET [SECRET...]',
  short: 'Display detailed information on one or more secrets',
  resource: SECRETS,
});

const ls = listing(SECRETS, 'List secrets', {
  ID: 'ID',
  Name: 'NAME',
  Driver: 'DRIVER',
  CreatedAt: 'CREATED',
  UpdatedAt: 'UPDATED',
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
  family: 'swarm',
  hidden: 'manager',
  commands: [create, inspect, ls, rm],
});
