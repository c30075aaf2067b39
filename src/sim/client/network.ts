import type {
  EndpointSettings,
  NetworkCreateRequest,
  NetworkCreateResponse,
  NetworkInspect,
  NetworksPruneResponse,
} from '../api/types/network.ts';
import type { Task } from '../kernel/task.ts';
import { type FilterArgs, filtersParameter, trimId } from './target.ts';
import type { Transport } from './transport.ts';

/** docker/client's network_*.go. */
export const networkClient = (transport: Transport) => ({
  networkList(options: { filters?: FilterArgs } = {}): Task<NetworkInspect[]> {
    return transport.json('GET', '/networks', { query: { filters: filtersParameter(options.filters) } });
  },

  networkInspect(id: string, options: { verbose?: boolean; scope?: string } = {}): Task<NetworkInspect> {
    const query = { verbose: options.verbose ? 'true' : undefined, scope: options.scope || undefined };
    return transport.json('GET', `/networks/${trimId('network', id)}`, { query });
  },

  networkCreate(request: NetworkCreateRequest): Task<NetworkCreateResponse> {
    return transport.json('POST', '/networks/create', { body: request });
  },

  *networkRemove(id: string): Task<void> {
    yield* transport.bytes('DELETE', `/networks/${trimId('network', id)}`);
  },

  *networkConnect(id: string, container: string, endpoint: Partial<EndpointSettings> | null = null): Task<void> {
    const body = { Container: trimId('container', container), EndpointConfig: endpoint };
    yield* transport.bytes('POST', `/networks/${trimId('network', id)}/connect`, { body });
  },

  *networkDisconnect(id: string, container: string, force: boolean): Task<void> {
    const body = { Container: trimId('container', container), Force: force };
    yield* transport.bytes('POST', `/networks/${trimId('network', id)}/disconnect`, { body });
  },

  networksPrune(filters: FilterArgs = {}): Task<NetworksPruneResponse> {
    return transport.json('POST', '/networks/prune', { query: { filters: filtersParameter(filters) } });
  },
});
