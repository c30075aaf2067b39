import type { NodeInspect } from '../api/types/swarm.ts';
import type { Task } from '../kernel/task.ts';
import { type FilterArgs, filtersParameter, type Query } from './target.ts';
import type { Transport } from './transport.ts';

/** What docker/client's swarm_*.go, node_*.go, service_*.go, secret_*.go and config_*.go ask for, by its path in the API. */
export const swarmClient = (transport: Transport) => ({
  nodeList({ filters }: { filters?: FilterArgs } = {}): Task<NodeInspect[]> {
    return transport.json('GET', '/nodes', { query: { filters: filtersParameter(filters) } });
  },

  /** `T` is what the API says of the answer; an empty object where it has none. */
  *swarmCall<T = object>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, query }: { readonly body?: object; readonly query?: Query } = {},
  ): Task<T> {
    const answer = yield* transport.bytes(method, path, { ...(body && { body }), ...(query && { query }) });
    return JSON.parse(new TextDecoder().decode(answer) || '{}') as T;
  },
});
