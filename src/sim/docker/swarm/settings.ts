import type { AskedSwarmSpec, SwarmInspect } from '../../api/types/swarm.ts';
import type { Task } from '../../kernel/task.ts';
import type { Cli } from '../cli.ts';

/** Asks for other settings of the swarm as it was just now, or with `query` for new secrets. Gives what it was. */
export function* updateSwarm(
  cli: Cli,
  query: Readonly<Record<string, string>>,
  body: AskedSwarmSpec = {},
): Task<SwarmInspect> {
  const before = yield* cli.client.swarmCall<SwarmInspect>('GET', '/swarm');
  const version = String(before.Version.Index);
  yield* cli.client.swarmCall('POST', '/swarm/update', { body, query: { version, ...query } });
  return before;
}
