import type { NetworkInspect } from '../api/types/network.ts';
import type { Engine } from '../engine/engine.ts';
import { NO_FILTERS } from '../engine/filters.ts';

/** One network as `GET /networks/{id}` answers. */
export type NetworkInspection = NetworkInspect;

/** All of an engine's networks as the API tells them. Only looks. */
export const inspectionsOf = (engine: Engine): readonly NetworkInspection[] =>
  engine.networks(NO_FILTERS).map(({ Id }) => engine.networkInspect(Id));
