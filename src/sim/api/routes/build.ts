import type { Route } from '../router.ts';

/** moby api/server/router/build, as far as an engine that builds nothing can answer: its cache is empty. */
export const buildRoutes = (): Route[] => [
  {
    method: 'POST',
    pattern: '/build/prune',
    *handle(call) {
      yield* call.reply({ CachesDeleted: null, SpaceReclaimed: 0 });
    },
  },
];
