import { Directory } from '../../kernel/fs/inode.ts';
import type { Random } from '../../kernel/random.ts';
import { directorySize } from '../disk-usage.ts';
import { conflict, EngineError, invalidParameter, notFound } from '../errors.ts';
import { type Events, sortedRecord } from '../events.ts';
import { booleanFilter, type Filters, matchesPattern, matchesPruneLabels, validateFilters } from '../filters.ts';
import { parseBool } from '../go-bool.ts';
import { generateId } from '../id.ts';
import { type Instant, rfc3339, type Timestamps } from '../time.ts';
import type { MountedVolume } from './local-driver.ts';

const ALLOWED = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const ANONYMOUS = 'com.docker.volume.anonymous';

export interface VolumeRequest {
  Name?: string;
  Driver?: string;
  DriverOpts?: Record<string, string> | null;
  Labels?: Record<string, string> | null;
}

export interface Volume {
  readonly name: string;
  readonly created: Instant;
  readonly labels: Record<string, string> | null;
  readonly options: Record<string, string> | null;
  readonly data: Directory;
  /** Where it lies on the host, with its data in it. */
  readonly directory: Directory;
  /** What stands over its data, where its options say so. */
  mounted: MountedVolume | undefined;
  /** The containers that have it. */
  readonly users: Set<string>;
}

/** The volumes of the local driver. */
export class Volumes {
  readonly #volumes = new Map<string, Volume>();
  readonly #random: Random;
  readonly #timestamps: Timestamps;
  readonly #events: Events;

  constructor(random: Random, timestamps: Timestamps, events: Events) {
    this.#random = random;
    this.#timestamps = timestamps;
    this.#events = events;
  }

  /** The volume of that name, made if it is not there; without a name, a new anonymous one. */
  create(request: VolumeRequest): Volume {
    const name = request.Name || generateId(this.#random);
    const driver = request.Driver || 'local';
    if (driver !== 'local')
      throw notFound(`create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`);
    const known = this.#volumes.get(name);
    if (known !== undefined) return known;
    checkName(name);
    checkOptions(name, request.DriverOpts ?? {});
    const labels = request.Name ? (request.Labels ?? null) : { ...request.Labels, [ANONYMOUS]: '' };
    const created = this.#timestamps.next();
    const mtime = Number(created / 1000n);
    const data = Object.assign(new Directory(), { mtime });
    const volume: Volume = {
      name,
      created,
      labels,
      options: request.DriverOpts ?? null,
      data,
      directory: Object.assign(new Directory([['_data', data]], 0o701), { mtime }),
      mounted: undefined,
      users: new Set(),
    };
    this.#volumes.set(name, volume);
    this.#events.log('volume', 'create', name, { driver });
    return volume;
  }

  get all(): readonly Volume[] {
    return [...this.#volumes.values()];
  }

  get(name: string): Volume {
    const volume = this.#volumes.get(name);
    if (volume === undefined) throw notFound(name === '' ? 'get: no such volume' : `get ${name}: no such volume`);
    return volume;
  }

  remove(name: string, force: boolean): void {
    if (force && !this.#volumes.has(name)) return;
    const volume = this.get(name);
    if (volume.users.size > 0) throw conflict(`remove ${name}: volume is in use - [${[...volume.users].join(', ')}]`);
    this.#volumes.delete(name);
    this.#events.log('volume', 'destroy', name, { driver: 'local' });
  }

  isAnonymous(volume: Volume): boolean {
    return volume.labels !== null && ANONYMOUS in volume.labels;
  }

  list(filters: Filters) {
    validateFilters(filters, ['dangling', 'name', 'driver', 'label']);
    const dangling = filters.has('dangling') ? booleanFilter(filters, 'dangling', false) : undefined;
    const wanted = [...this.#volumes.values()].filter(
      (volume) =>
        matchesPattern(filters, 'name', volume.name) &&
        filters.exactMatch('driver', 'local') &&
        filters.matchLabels('label', volume.labels) &&
        (dangling === undefined || dangling === (volume.users.size === 0)),
    );
    const volumes = wanted.map(inspectVolume).sort((a, b) => (a.Name < b.Name ? -1 : 1));
    return { Volumes: volumes, Warnings: null };
  }

  /** All of them, with what they take on the disk and how many containers have them. */
  usage() {
    return [...this.#volumes.values()].filter(isPlain).map((volume) => ({
      ...inspectVolume(volume),
      UsageData: { RefCount: volume.users.size, Size: directorySize(volume.data) },
    }));
  }

  /** Removes the anonymous ones that nobody has; with `all`, the named ones as well. */
  prune(filters: Filters) {
    validateFilters(filters, ['label', 'label!', 'all']);
    const all = pruneAll(filters);
    const unused = [...this.#volumes.values()].filter(
      (volume) =>
        volume.users.size === 0 &&
        isPlain(volume) &&
        (all || this.isAnonymous(volume)) &&
        matchesPruneLabels(filters, volume.labels),
    );
    const SpaceReclaimed = unused.reduce((sum, { data }) => sum + directorySize(data), 0);
    for (const volume of unused) this.remove(volume.name, false);
    this.#events.log('volume', 'prune', '', { reclaimed: String(SpaceReclaimed) });
    return { VolumesDeleted: unused.map(({ name }) => name), SpaceReclaimed };
  }
}

/** moby volume/service, withPrune. */
function pruneAll(filters: Filters): boolean {
  const [text = 'false', ...more] = filters.get('all');
  if (more.length > 0) {
    throw invalidParameter(`invalid filter 'all=[${filters.get('all').join(' ')}]': only one value is expected`);
  }
  const all = parseBool(text);
  if (all !== undefined) return all;
  throw invalidParameter(`invalid filter 'all': strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** One with options may lie anywhere: it is neither measured nor pruned (moby volume/service). */
export const isPlain = ({ options }: Volume): boolean => Object.keys(options ?? {}).length === 0;

function checkName(name: string): void {
  if (name.length === 1) {
    throw invalidParameter(
      `create ${name}: volume name is too short, names should be at least two alphanumeric characters`,
    );
  }
  if (NAME.test(name)) return;
  throw new EngineError(
    'InvalidParameter',
    `create ${name}: "${name}" includes invalid characters for a local volume name, only "${ALLOWED}" are allowed. ` +
      'If you intended to pass a host directory, use absolute path',
  );
}

/** What an option needs beside it. */
const MANDATORY: Readonly<Record<string, readonly string[]>> = {
  device: ['type'],
  type: ['device'],
  o: ['device', 'type'],
};

/** The local driver's options (moby/volume/local validateOpts). */
function checkOptions(name: string, options: Readonly<Record<string, string>>): void {
  const refuse = (why: string) => invalidParameter(`create ${name}: ${why}`);
  const given = Object.keys(options).sort();
  const unknown = given.find((option) => !['type', 'o', 'device', 'size'].includes(option));
  if (unknown !== undefined) throw refuse(`invalid option: "${unknown}"`);
  if (given.includes('size')) throw refuse('quota size requested but no quota support');
  for (const option of given)
    for (const needed of MANDATORY[option] ?? [])
      if (!given.includes(needed)) throw refuse(`missing required option: "${needed}"`);
}

export const mountpointOf = (volume: Volume): string => `/var/lib/docker/volumes/${volume.name}/_data`;

export const inspectVolume = (volume: Volume) => ({
  CreatedAt: rfc3339(volume.created),
  Driver: 'local',
  Labels: volume.labels && sortedRecord(volume.labels),
  Mountpoint: mountpointOf(volume),
  Name: volume.name,
  Options: volume.options && sortedRecord(volume.options),
  Scope: 'local',
});
