import type { PluginBackend } from '../backend.ts';
import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';

const unknown: Route['handle'] = ({ name }) => {
  throw new ApiError('NotFound', `plugin "${name}" not found`);
};

/** moby api/server/router/plugin, of an engine that has no plugins. */
export const pluginRoutes = (backend: PluginBackend): Route[] => [
  {
    method: 'GET',
    pattern: '/plugins',
    *handle(call) {
      yield* call.reply(backend.plugins(call.filters()));
    },
  },
  { method: 'GET', pattern: '/plugins/{name}/json', handle: unknown },
  { method: 'DELETE', pattern: '/plugins/{name}', handle: unknown },
  ...['enable', 'disable', 'push', 'set', 'upgrade'].map(
    (verb): Route => ({ method: 'POST', pattern: `/plugins/{name}/${verb}`, handle: unknown }),
  ),
];
