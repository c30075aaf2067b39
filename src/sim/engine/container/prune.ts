import type { Daemon } from '../daemon.ts';
import { type Filters, matchesPruneLabels, validateFilters } from '../filters.ts';
import { pruneLimit } from '../prune-limit.ts';
import { layerSize } from './layer.ts';
import { removeContainer } from './remove.ts';

/** `docker container prune`: removes all that do not run, with what they have written. */
export function pruneContainers(daemon: Daemon, filters: Filters) {
  validateFilters(filters, ['label', 'label!', 'until']);
  const until = pruneLimit(filters, daemon.timestamps.next());
  const pruned = daemon.containers
    .list()
    .filter(({ running, created }) => !running && (until === undefined || created <= until))
    .filter(({ config }) => matchesPruneLabels(filters, config.Labels));
  const SpaceReclaimed = pruned.reduce((sum, container) => sum + layerSize(container).SizeRw, 0);
  for (const container of pruned) removeContainer(daemon, container, { removeVolumes: false });
  daemon.events.log('container', 'prune', '', { reclaimed: String(SpaceReclaimed) });
  return { ContainersDeleted: pruned.length === 0 ? null : pruned.map(({ id }) => id), SpaceReclaimed };
}
