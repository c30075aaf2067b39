import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';

const RESOURCES = ['configs', 'nodes', 'secrets', 'services', 'tasks'];

/** What an engine that manages no swarm says of all that a swarm has. */
const refuse = (): never => {
  throw new ApiError(
    'Unavailable',
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  );
};

/** moby api/server/router/swarm, outside of a swarm. */
export const swarmRoutes = (): Route[] => [
  { method: 'GET', pattern: '/swarm', handle: refuse },
  ...RESOURCES.flatMap((resource): Route[] => [
    { method: 'GET', pattern: `/${resource}`, handle: refuse },
    { method: 'GET', pattern: `/${resource}/{name}`, handle: refuse },
    { method: 'DELETE', pattern: `/${resource}/{name}`, handle: refuse },
    { method: 'POST', pattern: `/${resource}/create`, handle: refuse },
  ]),
];
