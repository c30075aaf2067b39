import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { asking, inspecting, listing, TASK_FLAGS } from './asking.ts';
import { CREATION, UPDATE } from './service-flags.ts';

const SERVICES = '/services';

const MODES = ['replicated', 'global', 'replicated-job', 'global-job'];

const SCALE_USAGE = `See 'docker service scale --help'.

Usage:  docker service scale SERVICE=REPLICAS [SERVICE=REPLICAS...]

Scale one or multiple replicated services`;

const create = asking({
  name: 'create',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  short: 'Create a new service',
  args: minArgs(1),
  flags: CREATION,
  interspersed: false,
  asks: () => `${SERVICES}/create`,
  method: 'POST',
  body: ({ flags }) => ({ Name: flags.name }),
  *before(cli, { flags }) {
    const { mode, network } = flags;
    if (!MODES.includes(mode)) throw new Error(`Unknown mode: ${mode}, only replicated and global supported`);
    if (network !== '') yield* cli.client.networkInspect(network.replace(/^name=/, ''));
  },
});

const inspect = inspecting({
  usage: '[OPTIONS] SERVICE [SERVICE...]',
  short: 'Display detailed information on one or more services',
  resource: SERVICES,
});

const logs = asking({
  name: 'logs',
  usage: '[OPTIONS] SERVICE|TASK',
  short: 'Fetch the logs of a service or task',
  args: exactArgs(1),
  flags: {
    details: flag.bool('Show extra details provided to logs'),
    follow: flag.bool('Follow log output', { short: 'f' }),
    'no-resolve': flag.bool('Do not map IDs to Names in output'),
    'no-task-ids': flag.bool('Do not include task IDs in output'),
    'no-trunc': flag.bool('Do not truncate output'),
    raw: flag.bool('Do not neatly format logs'),
    since: flag.string(
      'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
    ),
    tail: flag.string('Number of lines to show from the end of the logs', { short: 'n', default: 'all' }),
    timestamps: flag.bool('Show timestamps', { short: 't' }),
  },
  asks: ({ args }) => `${SERVICES}/${args[0]}`,
});

const ls = listing(SERVICES, 'List services', {
  ID: 'ID',
  Name: 'NAME',
  Mode: 'MODE',
  Replicas: 'REPLICAS',
  Image: 'IMAGE',
  Ports: 'PORTS',
});

const ps = asking({
  name: 'ps',
  usage: '[OPTIONS] SERVICE [SERVICE...]',
  short: 'List the tasks of one or more services',
  args: minArgs(1),
  flags: TASK_FLAGS,
  asks: () => SERVICES,
  *after(_, __, { args }) {
    throw new Error(args.map((name) => `no such service: ${name}`).join('\n'));
  },
});

const rm = asking({
  name: 'rm',
  usage: 'SERVICE [SERVICE...]',
  short: 'Remove one or more services',
  aliases: ['remove'],
  args: minArgs(1),
  asks: () => SERVICES,
  each: true,
  method: 'DELETE',
});

const rollback = asking({
  name: 'rollback',
  usage: '[OPTIONS] SERVICE',
  short: "Revert changes to a service's configuration",
  args: exactArgs(1),
  flags: {
    detach: flag.bool('Exit immediately instead of waiting for the service to converge', { short: 'd' }),
    quiet: flag.bool('Suppress progress output', { short: 'q' }),
  },
  asks: ({ args }) => `${SERVICES}/${args[0]}`,
});

const nameOf = (specifier: string): string => specifier.split('=')[0] ?? '';

const scale = asking({
  name: 'scale',
  usage: 'SERVICE=REPLICAS [SERVICE=REPLICAS...]',
  short: 'Scale one or multiple replicated services',
  args: minArgs(1),
  flags: {
    detach: flag.bool('Exit immediately instead of waiting for the service to converge', { short: 'd' }),
  },
  asks: () => SERVICES,
  each: true,
  named: nameOf,
  prefix: (argument) => `${nameOf(argument)}: `,
  *before(_, { args }) {
    const wrong = args.find((argument) => !argument.includes('='));
    if (wrong !== undefined) throw new Error(`invalid scale specifier '${wrong}'.\n${SCALE_USAGE}`);
  },
});

const update = asking({
  name: 'update',
  usage: '[OPTIONS] SERVICE',
  short: 'Update a service',
  args: exactArgs(1),
  flags: UPDATE,
  asks: ({ args }) => `${SERVICES}/${args[0]}`,
});

export const service = verb({
  name: 'service',
  short: 'Manage Swarm services',
  family: 'swarm',
  hidden: 'manager',
  commands: [create, inspect, logs, ls, ps, rm, rollback, scale, update],
});
