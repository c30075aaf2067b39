import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { absent } from '../absent/absent.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { asking, LIST_FLAGS, printEmpty, TASK_FLAGS } from './asking.ts';
import { readFile } from './content.ts';

const SERVICES = '/services';

const composeFiles = flag.textOf('strings');

const config = absent({
  name: 'config',
  usage: '[OPTIONS]',
  short: 'Outputs the final config file, after doing merges and interpolations',
  flags: {
    'compose-file': composeFiles('Path to a Compose file, or "-" to read from stdin', { short: 'c' }),
    'skip-interpolation': flag.bool('Skip interpolation and output only merged config'),
  },
});

const deploy = asking({
  name: 'deploy',
  usage: '[OPTIONS] STACK',
  short: 'Deploy a new stack or update an existing stack',
  aliases: ['up'],
  args: exactArgs(1),
  flags: {
    'compose-file': composeFiles('Path to a Compose file, or "-" to read from stdin', { short: 'c' }),
    detach: flag.bool('Exit immediately instead of waiting for the stack services to converge', {
      short: 'd',
      default: true,
    }),
    prune: flag.bool('Prune services that are no longer referenced'),
    quiet: flag.bool('Suppress progress output', { short: 'q' }),
    'resolve-image': flag.string(
      'Query the registry to resolve image digest and supported platforms ("always", "changed", "never")',
      { default: 'always' },
    ),
    'with-registry-auth': flag.bool('Send registry authentication details to Swarm agents'),
  },
  asks: () => SERVICES,
  *before(cli, { flags }) {
    const file = flags['compose-file'];
    if (file === '') throw new Error('Specify a Compose file (with --compose-file)');
    yield* readFile(cli, file);
  },
});

const ls = asking({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List stacks',
  aliases: ['list'],
  flags: {
    format: flag.string(FORMAT_HELP),
  },
  asks: () => SERVICES,
  after: (cli, _answer, { flags }) => printEmpty(cli, { Name: 'NAME', Services: 'SERVICES' }, flags),
});

const ps = asking({
  name: 'ps',
  usage: '[OPTIONS] STACK',
  short: 'List the tasks in the stack',
  args: exactArgs(1),
  flags: {
    ...TASK_FLAGS,
    format: flag.string(FORMAT_HELP),
  },
  asks: () => '/tasks',
});

const rm = asking({
  name: 'rm',
  usage: '[OPTIONS] STACK [STACK...]',
  short: 'Remove one or more stacks',
  aliases: ['remove', 'down'],
  args: minArgs(1),
  flags: {
    detach: flag.bool('Do not wait for stack removal', { short: 'd', default: true }),
  },
  asks: () => SERVICES,
});

const services = asking({
  name: 'services',
  usage: '[OPTIONS] STACK',
  short: 'List the services in the stack',
  args: exactArgs(1),
  flags: LIST_FLAGS,
  asks: () => SERVICES,
});

export const stack = verb({
  name: 'stack',
  usage: '[OPTIONS]',
  short: 'Manage Swarm stacks',
  family: 'swarm',
  hidden: 'manager',
  commands: [config, deploy, ls, ps, rm, services],
});
