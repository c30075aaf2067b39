import type { Task } from '../kernel/task.ts';
import type { Transport } from './transport.ts';

/** What docker/client's swarm_*.go, node_*.go, service_*.go, secret_*.go and config_*.go ask for, by its path in the API. */
export const swarmClient = (transport: Transport) => ({
  swarmCall(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Task<object> {
    return transport.json(method, path, body === undefined ? {} : { body });
  },
});
