import type { Volume, VolumeCreateRequest, VolumeListResponse, VolumesPruneResponse } from '../api/types/volume.ts';
import type { Task } from '../kernel/task.ts';
import { type FilterArgs, filtersParameter, trimId } from './target.ts';
import type { Transport } from './transport.ts';

/** docker/client's volume_*.go. */
export const volumeClient = (transport: Transport) => ({
  volumeList(options: { filters?: FilterArgs } = {}): Task<VolumeListResponse> {
    return transport.json('GET', '/volumes', { query: { filters: filtersParameter(options.filters) } });
  },

  volumeInspect(id: string): Task<Volume> {
    return transport.json('GET', `/volumes/${trimId('volume', id)}`);
  },

  volumeCreate(request: VolumeCreateRequest): Task<Volume> {
    return transport.json('POST', '/volumes/create', { body: request });
  },

  *volumeRemove(id: string, force: boolean): Task<void> {
    yield* transport.bytes('DELETE', `/volumes/${trimId('volume', id)}`, { query: { force: force || undefined } });
  },

  volumesPrune(filters: FilterArgs = {}): Task<VolumesPruneResponse> {
    return transport.json('POST', '/volumes/prune', { query: { filters: filtersParameter(filters) } });
  },
});
