import type { SwarmBackend } from '../backend.ts';
import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { SwarmInitRequest, SwarmJoinRequest } from '../types/swarm.ts';

const RESOURCES = ['configs', 'nodes', 'secrets', 'services', 'tasks'];

/** What an engine that manages no swarm says of all that a swarm has. */
const refuse = (): never => {
  throw new ApiError(
    'Unavailable',
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  );
};

/** moby api/server/router/swarm, outside of a swarm. */
export const swarmRoutes = (backend: SwarmBackend): Route[] => [
  { method: 'GET', pattern: '/swarm', handle: refuse },
  { method: 'GET', pattern: '/swarm/unlockkey', handle: refuse },
  { method: 'POST', pattern: '/swarm/update', handle: refuse },
  { method: 'POST', pattern: '/swarm/leave', handle: () => backend.swarmLeave() },
  {
    method: 'POST',
    pattern: '/swarm/init',
    *handle(call) {
      backend.swarmInit(yield* call.json<SwarmInitRequest>('swarm.InitRequest'));
    },
  },
  {
    method: 'POST',
    pattern: '/swarm/join',
    *handle(call) {
      backend.swarmJoin(yield* call.json<SwarmJoinRequest>('swarm.JoinRequest'));
    },
  },
  ...RESOURCES.flatMap((resource): Route[] => [
    { method: 'GET', pattern: `/${resource}`, handle: refuse },
    { method: 'GET', pattern: `/${resource}/{name}`, handle: refuse },
    { method: 'GET', pattern: `/${resource}/{name}/logs`, handle: refuse },
    { method: 'DELETE', pattern: `/${resource}/{name}`, handle: refuse },
    { method: 'POST', pattern: `/${resource}/{name}/update`, handle: refuse },
    { method: 'POST', pattern: `/${resource}/create`, handle: refuse },
  ]),
];
