import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { asking, inspecting } from './asking.ts';

const NODES = '/nodes';

const demote = asking({
  name: 'demote',
  usage: 'NODE [NODE...]',
  short: 'Demote one or more nodes from manager in the swarm',
  args: minArgs(1),
  asks: ({ args }) => `${NODES}/${args[0]}`,
});

const inspect = inspecting({
  name: 'inspect',
  usage: '[OPTIONS] self|NODE [NODE...]',
  short: 'Display detailed information on one or more nodes',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    pretty: flag.bool('Print the information in a human friendly format'),
  },
  resource: NODES,
});

const ls = asking({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List nodes in the swarm',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    quiet: flag.bool('Only display IDs', { short: 'q' }),
  },
  asks: () => NODES,
});

const promote = asking({
  name: 'promote',
  usage: 'NODE [NODE...]',
  short: 'Promote one or more nodes to manager in the swarm',
  args: minArgs(1),
  asks: ({ args }) => `${NODES}/${args[0]}`,
});

const ps = asking({
  name: 'ps',
  usage: '[OPTIONS] [NODE...]',
  short: 'List tasks running on one or more nodes, defaults to current node',
  args: minArgs(0),
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string('Pretty-print tasks using a Go template'),
    'no-resolve': flag.bool('Do not map IDs to Names'),
    'no-trunc': flag.bool('Do not truncate output'),
    quiet: flag.bool('Only display task IDs', { short: 'q' }),
  },
  asks: ({ args }) => (args[0] === undefined || args[0] === 'self' ? NODES : `${NODES}/${args[0]}`),
});

const rm = asking({
  name: 'rm',
  usage: '[OPTIONS] NODE [NODE...]',
  short: 'Remove one or more nodes from the swarm',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force remove a node from the swarm', { short: 'f' }),
  },
  asks: () => NODES,
  each: true,
  method: 'DELETE',
});

const update = asking({
  name: 'update',
  usage: '[OPTIONS] NODE',
  short: 'Update a node',
  args: exactArgs(1),
  flags: {
    availability: flag.string('Availability of the node ("active", "pause", "drain")'),
    'label-add': flag.strings('Add or update a node label ("key=value")'),
    'label-rm': flag.strings('Remove a node label if exists'),
    role: flag.string('Role of the node ("worker", "manager")'),
  },
  asks: ({ args }) => `${NODES}/${args[0]}`,
});

/** `docker node`: outside of a swarm, all that it does is refused by the engine. */
export const node = verb({
  name: 'node',
  short: 'Manage Swarm nodes',
  hidden: true,
  commands: [demote, inspect, ls, promote, ps, rm, update],
});
