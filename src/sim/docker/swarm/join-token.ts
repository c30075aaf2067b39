import type { NodeInspect, SwarmInspect } from '../../api/types/swarm.ts';
import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print, verb } from '../cli.ts';
import { updateSwarm } from './settings.ts';

type Role = 'worker' | 'manager';

const inspect = (cli: Cli): Task<SwarmInspect> => cli.client.swarmCall('GET', '/swarm');

const tokenOf = ({ JoinTokens }: SwarmInspect, role: Role): string =>
  role === 'worker' ? JoinTokens.Worker : JoinTokens.Manager;

/** Says how another machine joins, where this one is a manager. */
export function* printJoinCommand(cli: Cli, role: Role): Task<void> {
  const { Swarm } = yield* cli.client.info();
  const { ManagerStatus } = yield* cli.client.swarmCall<NodeInspect>('GET', `/nodes/${Swarm.NodeID}`);
  const token = tokenOf(yield* inspect(cli), role);
  if (ManagerStatus === undefined) return;
  const command = `    docker swarm join --token ${token} ${ManagerStatus.Addr}`;
  yield* print(cli, `To add a ${role} to this swarm, run the following command:\n\n${command}\n\n`);
}

export const joinToken = verb({
  name: 'join-token',
  usage: '[OPTIONS] (worker|manager)',
  short: 'Manage join tokens',
  hidden: 'manager',
  args: exactArgs(1),
  flags: {
    quiet: flag.bool('Only display token', { short: 'q' }),
    rotate: flag.bool('Rotate join token'),
  },
  *run(cli, { args: [role], flags }) {
    if (role !== 'worker' && role !== 'manager') throw new Error(`unknown role ${role}`);
    if (flags.rotate) {
      const query = { [role === 'worker' ? 'rotateWorkerToken' : 'rotateManagerToken']: 'true' };
      yield* updateSwarm(cli, query);
      if (!flags.quiet) yield* print(cli, `Successfully rotated ${role} join token.\n\n`);
    }
    const swarm = yield* inspect(cli);
    if (flags.quiet) yield* print(cli, `${tokenOf(swarm, role)}\n`);
    else yield* printJoinCommand(cli, role);
    return 0;
  },
});
