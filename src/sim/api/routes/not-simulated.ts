import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';

/** What a real engine serves and the simulation does not. */
const ROUTES: readonly (readonly [method: string, pattern: string])[] = [
  ['POST', '/auth'],
  ['POST', '/build'],
  ['GET', '/containers/{name}/attach/ws'],
  ['GET', '/distribution/{name}/json'],
  ['POST', '/grpc'],
  ['GET', '/images/get'],
  ['GET', '/images/search'],
  ['GET', '/images/{name}/get'],
  ['POST', '/images/load'],
  ['POST', '/images/{name}/push'],
  ['GET', '/plugins/privileges'],
  ['POST', '/plugins/create'],
  ['POST', '/plugins/pull'],
  ['POST', '/session'],
];

/** Answers 501 in the simulation's own words, lest a client take `page not found` for the engine's. */
export const notSimulatedRoutes = (): Route[] =>
  ROUTES.map(([method, pattern]) => ({
    method,
    pattern,
    handle() {
      throw new ApiError('NotImplemented', `simulation : ${method} ${pattern.replace('{name}', '…')} n’est pas simulé`);
    },
  }));
