import { MEMORY } from '../../kernel/memory.ts';
import type { Daemon } from '../daemon.ts';
import { sortedRecord } from '../events.ts';
import { CPUS, LOG_DRIVERS, VERSION } from '../system-info.ts';
import { inspectCluster, TLS_INFO, times } from './info.ts';
import type { Swarm } from './swarm.ts';

/** `GET /swarm`. */
export const inspectSwarm = (swarm: Swarm) => ({
  ...inspectCluster(swarm),
  JoinTokens: { Worker: swarm.tokens.worker, Manager: swarm.tokens.manager },
});

/** `GET /nodes/ID`. */
export function inspectNode({ machine, controller }: Daemon, swarm: Swarm) {
  const { node, nodeId, managerAddress } = swarm;
  const plugins = (Type: string, names: readonly string[]) => names.map((Name) => ({ Type, Name }));
  return {
    ID: nodeId,
    ...times(swarm.created, node),
    Spec: { Labels: sortedRecord(node.labels), Role: 'manager', Availability: node.availability },
    Description: {
      Hostname: machine.namespaces.uts.hostname,
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Resources: { NanoCPUs: CPUS * 1e9, MemoryBytes: MEMORY },
      Engine: {
        EngineVersion: VERSION,
        Plugins: [
          ...plugins('Log', LOG_DRIVERS),
          ...plugins('Network', controller.driverNames),
          ...plugins('Volume', ['local']),
        ],
      },
      TLSInfo: TLS_INFO,
    },
    Status: { State: 'ready', Addr: swarm.options.address },
    ManagerStatus: { Leader: true, Reachability: 'reachable', Addr: managerAddress },
  };
}
