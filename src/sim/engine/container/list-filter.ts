import type { Daemon } from '../daemon.ts';
import { EngineError, invalidParameter } from '../errors.ts';
import { booleanFilter, type Filters, matchesPattern, validateFilters } from '../filters.ts';
import type { Image } from '../image/image.ts';
import type { Container } from './container.ts';
import { portFilter } from './port-filter.ts';

export interface ListOptions {
  all: boolean;
  /** Also what each takes on the disk. */
  size?: boolean;
  /** At most so many, the newest first; 0: no limit. */
  limit: number;
  filters: Filters;
}

const ACCEPTED = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];

const HEALTH = ['none', 'starting', 'healthy', 'unhealthy'];
const STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

/** The containers that `docker ps` with these options shows, the newest first (moby/daemon/list.go). */
export function selectContainers(daemon: Daemon, { all, limit, filters }: ListOptions): Container[] {
  validateFilters(filters, ACCEPTED);
  const matchesPorts = portFilter(filters);
  booleanFilter(filters, 'is-task', false);
  const exits = filters.get('exited').map(exitCode);
  checkWords(filters, 'status', 'state', STATES);
  checkWords(filters, 'health', 'health', HEALTH);
  const anyState = all || limit > 0 || filters.has('status');
  const passes = (container: Container): boolean =>
    (anyState || container.running) &&
    matchesSelf(filters, container) &&
    (exits.length === 0 || (exits.includes(container.state.exitCode) && hasEnded(container))) &&
    matchesNetwork(filters, container) &&
    matchesVolume(filters, container) &&
    matchesAncestor(daemon, filters, container) &&
    matchesPorts(container.ports);
  const selected = between(daemon, filters).filter(passes);
  return limit > 0 ? selected.slice(0, limit) : selected;
}

function exitCode(value: string): number {
  if (/^-?\d+$/.test(value)) return Number(value);
  throw invalidParameter(`invalid filter 'exited=${value}': strconv.Atoi: parsing "${value}": invalid syntax`);
}

function checkWords(filters: Filters, filter: string, what: string, words: readonly string[]): void {
  const wrong = filters.get(filter).find((word) => !words.includes(word));
  if (wrong === undefined) return;
  const why = `invalid value for ${what} (${wrong}): must be one of ${words.join(', ')}`;
  throw invalidParameter(`invalid filter '${filter}=${wrong}': ${why}`);
}

const hasEnded = ({ running, state }: Container): boolean => !running && state.startedAt !== undefined;

/** Those made before and since the containers named. */
function between(daemon: Daemon, filters: Filters): Container[] {
  const list = daemon.containers.list();
  const place = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : list.indexOf(daemon.containers.get(name));
  const before = place(filters.get('before').at(-1));
  const since = place(filters.get('since').at(-1));
  return list.slice(before === undefined ? 0 : before + 1, since);
}

function matchesSelf(filters: Filters, container: Container): boolean {
  const { name, plainName, id, config, state } = container;
  return (
    (matchesPattern(filters, 'name', name) || matchesPattern(filters, 'name', plainName)) &&
    matchesPattern(filters, 'id', id) &&
    filters.matchLabels('label', config.Labels) &&
    filters.exactMatch('status', state.status) &&
    filters.exactMatch('health', state.health?.status ?? 'none') &&
    !booleanFilter(filters, 'is-task', false)
  );
}

function matchesNetwork(filters: Filters, { networks }: Container): boolean {
  if (!filters.has('network')) return true;
  return filters
    .get('network')
    .some((value) => networks.has(value) || [...networks.values()].some((n) => n.settings.NetworkID.startsWith(value)));
}

function matchesVolume(filters: Filters, { mounts }: Container): boolean {
  if (!filters.has('volume')) return true;
  const known = [...mounts.values()].flatMap((mount) => [mount.destination, mount.volume?.name ?? mount.source]);
  return filters.get('volume').some((value) => known.includes(value));
}

function matchesAncestor(daemon: Daemon, filters: Filters, { image }: Container): boolean {
  return !filters.has('ancestor') || filters.get('ancestor').some((name) => findImage(daemon, name) === image);
}

function findImage(daemon: Daemon, name: string): Image | undefined {
  try {
    return daemon.images.get(name);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
