import type { VolumeBackend } from '../backend.ts';
import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { VolumeCreateRequest } from '../types/volume.ts';

/** moby api/server/router/volume. */
export const volumeRoutes = (backend: VolumeBackend): Route[] => [
  {
    method: 'GET',
    pattern: '/volumes',
    *handle(call) {
      yield* call.reply(backend.volumes(call.filters()));
    },
  },
  {
    method: 'GET',
    pattern: '/volumes/{name}',
    *handle(call) {
      yield* call.reply(backend.volumeInspect(call.name));
    },
  },
  {
    method: 'POST',
    pattern: '/volumes/create',
    *handle(call) {
      yield* call.reply(
        yield* backend.createVolume(yield* call.json<VolumeCreateRequest>('volume.CreateOptions')),
        201,
      );
    },
  },
  {
    method: 'PUT',
    pattern: '/volumes/{name}',
    handle() {
      throw new ApiError('Unavailable', 'volume update only valid for cluster volumes, but swarm is unavailable');
    },
  },
  {
    method: 'POST',
    pattern: '/volumes/prune',
    *handle(call) {
      // Before API 1.42 named volumes were pruned too.
      const filters = call.before('1.42') ? call.filters().with('all', 'true') : call.filters();
      yield* call.reply(yield* backend.volumesPrune(filters));
    },
  },
  {
    method: 'DELETE',
    pattern: '/volumes/{name}',
    *handle(call) {
      yield* backend.removeVolume(call.name, { force: call.bool('force') });
      call.done();
    },
  },
];
