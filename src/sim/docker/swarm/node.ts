import type { NodeInspect, NodeSpec } from '../../api/types/swarm.ts';
import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, verb } from '../cli.ts';
import { printList } from '../formatter/list.ts';
import { nodeListing, nodeTemplate } from '../formatter/node.ts';
import { asking, inspecting, LIST_FLAGS, printEmpty, printName, TASK_FLAGS } from './asking.ts';

const NODES = '/nodes';

/** `self` is the node that this engine is (docker/cli's node.Reference). */
function* nodeReference(cli: Cli, name: string): Task<string> {
  if (name !== 'self') return name;
  const { Swarm } = yield* cli.client.info();
  if (Swarm.NodeID !== '') return Swarm.NodeID;
  // The engine then says why there is none.
  yield* cli.client.swarmCall('GET', NODES);
  throw new Error('node ID not found in /info');
}

/** Reads a node and writes it back as `change` makes it; undefined leaves it as it is. */
function* changeNode(cli: Cli, name: string, change: (node: NodeInspect) => NodeSpec | undefined): Task<boolean> {
  const node = yield* cli.client.swarmCall<NodeInspect>('GET', `${NODES}/${name}`);
  const body = change(node);
  if (body === undefined) return false;
  const query = { version: String(node.Version.Index) };
  yield* cli.client.swarmCall('POST', `${NODES}/${node.ID}/update`, { body, query });
  return true;
}

/** `promote` and `demote`. */
const changingRole = (name: 'promote' | 'demote', role: 'manager' | 'worker', short: string) =>
  verb({
    name,
    usage: 'NODE [NODE...]',
    short,
    args: minArgs(1),
    *run(cli, { args }) {
      for (const each of args) {
        let is = '';
        const changed = yield* changeNode(cli, each, ({ ID, Spec }) => {
          if (Spec.Role !== role) return { ...Spec, Role: role };
          is = `Node ${ID} is already a ${role}.\n`;
          return undefined;
        });
        const did = name === 'promote' ? 'promoted to a manager' : 'demoted';
        yield* print(cli, changed ? `Node ${each} ${did} in the swarm.\n` : is);
      }
      return 0;
    },
  });

const ls = verb({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List nodes in the swarm',
  aliases: ['list'],
  flags: LIST_FLAGS,
  *run(cli, { flags }) {
    const nodes = yield* cli.client.nodeList({ filters: flags.filter });
    const { Swarm } = yield* cli.client.info();
    nodes.sort((a, b) => naturalOrder(a.Description.Hostname, b.Description.Hostname));
    yield* printList(cli, nodeListing(Swarm.NodeID), nodeTemplate(flags.format, flags.quiet), nodes);
    return 0;
  },
});

const TASK_HEADINGS = {
  ID: 'ID',
  Name: 'NAME',
  Image: 'IMAGE',
  Node: 'NODE',
  DesiredState: 'DESIRED STATE',
  CurrentState: 'CURRENT STATE',
  Error: 'ERROR',
  Ports: 'PORTS',
};

const ps = verb({
  name: 'ps',
  usage: '[OPTIONS] [NODE...]',
  short: 'List tasks running on one or more nodes, defaults to current node',
  args: minArgs(0),
  flags: TASK_FLAGS,
  *run(cli, { args, flags }) {
    for (const name of args.length === 0 ? ['self'] : args) {
      yield* cli.client.swarmCall('GET', `${NODES}/${yield* nodeReference(cli, name)}`);
    }
    yield* printEmpty(cli, TASK_HEADINGS, flags);
    return 0;
  },
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
  after: printName,
});

/** `a=b` and `a`. */
const labelsOf = (texts: readonly string[]): [string, string][] =>
  texts.map((text) => [text.split('=', 1)[0] ?? '', text.split('=').slice(1).join('=')]);

const update = verb({
  name: 'update',
  usage: '[OPTIONS] NODE',
  short: 'Update a node',
  args: exactArgs(1),
  flags: {
    availability: flag.string('Availability of the node ("active", "pause", "drain")'),
    'label-add': flag.list('Add or update a node label ("key=value")'),
    'label-rm': flag.list('Remove a node label if exists'),
    role: flag.string('Role of the node ("worker", "manager")'),
  },
  *run(cli, { args: [name = ''], flags, changed }) {
    yield* changeNode(cli, name, ({ Spec }) => {
      const labels = { ...Spec.Labels, ...Object.fromEntries(labelsOf(flags['label-add'])) };
      for (const key of flags['label-rm']) {
        if (!(key in labels)) throw new Error(`key ${key} doesn't exist in node's labels`);
        delete labels[key];
      }
      return {
        Labels: labels,
        Role: changed.has('role') ? flags.role : Spec.Role,
        Availability: changed.has('availability') ? flags.availability : Spec.Availability,
      };
    });
    yield* print(cli, `${name}\n`);
    return 0;
  },
});

export const node = verb({
  name: 'node',
  short: 'Manage Swarm nodes',
  family: 'swarm',
  hidden: 'manager',
  commands: [
    changingRole('demote', 'worker', 'Demote one or more nodes from manager in the swarm'),
    inspecting({
      usage: '[OPTIONS] self|NODE [NODE...]',
      short: 'Display detailed information on one or more nodes',
      resource: NODES,
      named: nodeReference,
    }),
    ls,
    changingRole('promote', 'manager', 'Promote one or more nodes to manager in the swarm'),
    ps,
    rm,
    update,
  ],
});
