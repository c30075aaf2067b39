import { invalidParameter } from '../engine-error.ts';
import type { Route } from '../router.ts';

/** moby api/server/router/build, as far as an engine that builds nothing can answer: its cache is empty. */
export const buildRoutes = (): Route[] => [
  {
    method: 'POST',
    pattern: '/build/cancel',
    *handle(call) {
      if (call.text('id') === '') throw invalidParameter('build ID not provided');
      // There is none that could be stopped; moby does not mind either.
      call.response.headers.set('Content-Type', 'application/json');
      call.done(200);
    },
  },
  {
    method: 'POST',
    pattern: '/build/prune',
    *handle(call) {
      yield* call.reply({ CachesDeleted: null, SpaceReclaimed: 0 });
    },
  },
];
