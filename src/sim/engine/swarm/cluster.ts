import { EngineError } from '../errors.ts';
import type { Swarm } from './swarm.ts';

/** What an engine that manages no swarm says of all that a swarm has. */
export const NOT_A_MANAGER =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** This engine's part in a swarm, if it has any (moby/daemon/cluster). */
export class Cluster {
  swarm: Swarm | undefined;

  /** Throws outside of a swarm. */
  get manager(): Swarm {
    if (this.swarm === undefined) throw new EngineError('Unavailable', NOT_A_MANAGER);
    return this.swarm;
  }
}
