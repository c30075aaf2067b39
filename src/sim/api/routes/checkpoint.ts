import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';

const PATH = '/containers/{name}/checkpoints';

const refuse = (): never => {
  throw new ApiError(
    'NotImplemented',
    'This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.',
  );
};

/** moby api/server/router/checkpoint, of an engine without experimental features. */
export const checkpointRoutes = (): Route[] => [
  { method: 'GET', pattern: PATH, handle: refuse },
  { method: 'POST', pattern: PATH, handle: refuse },
  { method: 'DELETE', pattern: `${PATH}/:checkpoint`, handle: refuse },
];
