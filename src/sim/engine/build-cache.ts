import { failingAs, invalidParameter, wrapped } from './errors.ts';
import { type Filters, validateFilters } from './filters.ts';
import { timeLimit } from './prune-limit.ts';
import type { Instant } from './time.ts';

const KINDS = ['id', 'parent', 'type', 'description', 'inuse', 'shared', 'private'];
const ACCEPTED = ['until', 'label', 'label!', ...KINDS];

/** BuildKit's cache, which is empty where nothing is built. Throws as moby's builder-next does for filters that it does not have. */
export function pruneBuildCache(filters: Filters, now: Instant) {
  try {
    validateFilters(filters, ACCEPTED);
    checkLimit(filters, now);
  } catch (error) {
    throw wrapped(error, 'failed to prune build cache');
  }
  return { CachesDeleted: null, SpaceReclaimed: 0 };
}

function checkLimit(filters: Filters, now: Instant): void {
  if (filters.get('until').length > 1) throw invalidParameter('filters expect only one value');
  try {
    failingAs('InvalidParameter', () => timeLimit(filters, now));
  } catch (error) {
    throw wrapped(error, `"until" filter expects a duration (e.g., '24h') or a timestamp`);
  }
}
