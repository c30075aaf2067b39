import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import type { Filters } from '../filters.ts';
import { atOnce } from '../task.ts';
import { inspectNode, inspectSwarm } from './inspect.ts';
import { initSwarm, joinSwarm, leaveSwarm } from './membership.ts';
import { findNode, nodePasses, removeNode, updateNode, updateSwarm } from './node.ts';
import type { NodeSpec, SwarmInitRequest, SwarmJoinRequest, SwarmUpdateFlags } from './request.ts';
import type { AskedSpec } from './spec.ts';

/** What the Engine API's routes ask of a swarm. Outside of any, most of it throws. */
export abstract class SwarmVerbs {
  protected abstract readonly daemon: Daemon;

  swarmInit(request: SwarmInitRequest): Task<string> {
    return atOnce(() => initSwarm(this.daemon, request));
  }

  swarmJoin(request: SwarmJoinRequest): Task<void> {
    return atOnce(() => joinSwarm(this.daemon, request));
  }

  swarmLeave(force: boolean): Task<void> {
    return atOnce(() => leaveSwarm(this.daemon, force));
  }

  swarmInspect() {
    return inspectSwarm(this.daemon.cluster.manager);
  }

  swarmUpdate(spec: AskedSpec, flags: SwarmUpdateFlags): Task<void> {
    return atOnce(() => updateSwarm(this.daemon, spec, flags));
  }

  swarmUnlockKey(): string {
    const { spec, unlockKey } = this.daemon.cluster.manager;
    return spec.EncryptionConfig.AutoLockManagers ? unlockKey : '';
  }

  nodes(filters: Filters) {
    const swarm = this.daemon.cluster.manager;
    return nodePasses(this.daemon, swarm, filters) ? [inspectNode(this.daemon, swarm)] : [];
  }

  nodeInspect(term: string) {
    return inspectNode(this.daemon, findNode(this.daemon, term));
  }

  nodeUpdate(term: string, version: number, spec: NodeSpec): Task<void> {
    return atOnce(() => updateNode(this.daemon, term, version, spec));
  }

  nodeRemove(term: string): Task<void> {
    return atOnce(() => removeNode(this.daemon, term));
  }
}
