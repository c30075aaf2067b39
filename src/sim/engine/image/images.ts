import type { Task } from '../../kernel/task.ts';
import { conflict, notFound } from '../errors.ts';
import type { Events } from '../events.ts';
import { booleanFilter, type Filters, matchesPruneLabels, validateFilters } from '../filters.ts';
import { parseLimit, timeLimit } from '../prune-limit.ts';
import { instantOf, parseRfc3339, rfc3339Nano, type Timestamps } from '../time.ts';
import { inspectImage, newestFirst, summarize } from './describe.ts';
import type { Image } from './image.ts';
import { checkReference, familiarReference, matchesReference, splitReference } from './reference.ts';
import { imageUsage, ownSize } from './usage.ts';

/** What the image store must know of containers: who uses an image. */
export type ImageUser = (image: Image) => { readonly id: string; readonly running: boolean } | undefined;

export interface DeleteOptions {
  readonly force: boolean;
  /** Whether parents without a name go with it. */
  readonly prune: boolean;
}

interface DeletedItem {
  Untagged?: string;
  Deleted?: string;
}

export interface PullMessage {
  status?: string;
  id?: string;
}

/** What all images here are made for. */
const HOST_PLATFORM = 'linux/amd64';

/** Which version of the system is asked for does not matter to Linux. */
const forThisHost = (platform: string): boolean => ['', HOST_PLATFORM].includes(platform.replace(/\(.*?\)/, ''));

const ACCEPTED = ['dangling', 'label', 'before', 'since', 'reference', 'until'];
const PRUNE_ACCEPTED = ['dangling', 'label', 'label!', 'until'];

/** The images of an engine and their names. */
export class Images {
  readonly #tags = new Map<string, Image>();
  readonly #images = new Set<Image>();
  readonly #tagged = new Map<Image, string>();
  readonly #events: Events;
  readonly #timestamps: Timestamps;
  readonly #userOf: ImageUser;

  constructor(images: readonly Image[], events: Events, timestamps: Timestamps, userOf: ImageUser) {
    this.#events = events;
    this.#timestamps = timestamps;
    this.#userOf = userOf;
    for (const image of images) {
      this.#images.add(image);
      this.#tagged.set(image, image.created);
      for (const tag of image.tags) this.#tags.set(familiarReference(tag), image);
    }
  }

  /** Those that have a layer of their own, and are here. */
  get layers(): readonly Image[] {
    return [...this.#images].filter(({ layerId, parent }) => layerId !== '' && layerId !== parent?.layerId);
  }

  get size(): number {
    return this.#images.size;
  }

  /** By name, id or an id's beginning. Throws `No such image: …`, or what it says of another platform than the host's. */
  get(name: string, platform = ''): Image {
    const digits = name.replace(/^sha256:/, '');
    if (this.#byId(digits) === undefined) checkReference(name);
    const found = this.#tags.get(familiarReference(name)) ?? this.#byId(digits);
    if (found === undefined) throw notFound(`No such image: ${familiarReference(name)}`);
    if (!forThisHost(platform)) {
      throw notFound(
        `image with reference ${name} was found but its platform (${HOST_PLATFORM}) does not match the specified platform (${platform})`,
      );
    }
    return found;
  }

  #byId(digits: string): Image | undefined {
    if (!/^[0-9a-f]{4,64}$/.test(digits)) return undefined;
    return [...this.#images].find((image) => image.id.slice('sha256:'.length).startsWith(digits));
  }

  tagsOf(image: Image): string[] {
    return [...this.#tags]
      .filter(([, tagged]) => tagged === image)
      .map(([tag]) => tag)
      .sort();
  }

  list(filters: Filters) {
    validateFilters(filters, ACCEPTED);
    const patterns = filters.get('reference');
    const inTime = this.#timeLimits(filters);
    const dangling = filters.has('dangling') ? booleanFilter(filters, 'dangling', false) : undefined;
    const summaries = [...this.#images].map((image) => {
      const tags = this.tagsOf(image).filter(
        (tag) => patterns.length === 0 || patterns.some((p) => matchesReference(p, tag)),
      );
      return { image, tags };
    });
    const wanted = summaries.filter(({ image, tags }) => {
      if (patterns.length > 0 && tags.length === 0) return false;
      if (!inTime(image)) return false;
      if (dangling !== undefined && dangling !== (tags.length === 0)) return false;
      return filters.matchLabels('label', image.config.Labels);
    });
    return newestFirst(wanted.map(({ image, tags }) => summarize(image, tags)));
  }

  /** Whether an image was made before, since and until what the filters say. */
  #timeLimits(filters: Filters): (image: Image) => boolean {
    const made = (image: Image): bigint => instantOf(image.created);
    const before = filters.get('before').map((name) => made(this.get(name)));
    const since = filters.get('since').map((name) => made(this.get(name)));
    const now = this.#timestamps.next();
    const until = filters.get('until').map((text) => parseLimit(text, now));
    return (image) =>
      before.every((limit) => made(image) < limit) &&
      since.every((limit) => made(image) > limit) &&
      until.every((limit) => made(image) <= limit);
  }

  inspect(name: string) {
    const image = this.get(name);
    return inspectImage(image, this.tagsOf(image), this.#tagged.get(image) ?? image.created);
  }

  /** There is no registry: images that are here are up to date, and no other can be had. */
  *pull(name: string, tag: string, platform: string, report: (message: PullMessage) => Task<void>): Task<void> {
    checkReference(name, tag);
    const reference = familiarReference(tag === '' ? name : `${name}:${tag}`);
    const image = this.#tags.get(reference);
    if (image === undefined || !forThisHost(platform)) {
      // There is no registry here, and hence nothing in it: what Docker Hub says of a name that it does not have.
      const [repository] = splitReference(reference);
      if ([...this.#tags.keys()].some((tagged) => splitReference(tagged)[0] === repository)) {
        throw notFound(`manifest for ${reference} not found: manifest unknown: manifest unknown`);
      }
      const why = "repository does not exist or may require 'docker login'";
      throw notFound(
        `pull access denied for ${repository}, ${why}: denied: requested access to the resource is denied`,
      );
    }
    const [repository, version] = splitReference(reference);
    const path = repository.includes('/') ? repository : `library/${repository}`;
    yield* report({ status: `Pulling from ${path}`, id: version });
    yield* report({ status: `Digest: ${image.id}` });
    yield* report({ status: `Status: Image is up to date for ${reference}` });
    this.#events.log('image', 'pull', reference, { ...image.config.Labels, name: repository });
  }

  tag(name: string, repository: string, tag: string): void {
    const image = this.get(name);
    checkReference(repository, tag);
    const reference = withTag(repository, tag);
    this.#tags.set(reference, image);
    this.#tagged.set(image, rfc3339Nano(this.#timestamps.next()));
    this.#log('tag', image, reference);
  }

  /** Keeps an image that was made here; its name, if it has one. */
  add(image: Image, repository: string, tag: string): string {
    this.#images.add(image);
    this.#tagged.set(image, image.created);
    this.#log('create', image, image.id);
    if (repository === '') return '';
    this.tag(image.id, repository, tag);
    return withTag(repository, tag);
  }

  /** What an image consists of, the newest first (moby/daemon/images/image_history.go). */
  history(name: string) {
    const image = this.get(name);
    const line = [image];
    for (let at = image.parent; at !== undefined; at = at.parent) line.push(at);
    return line.map((one) => ({
      Id: this.#images.has(one) ? one.id : '<missing>',
      Created: parseRfc3339(one.created),
      CreatedBy: one.createdBy ?? '',
      Tags: this.#images.has(one) ? orNull(this.tagsOf(one)) : null,
      Size: ownSize(one),
      Comment: one.comment ?? '',
    }));
  }

  /** What `docker system df` counts: sizes, and what images share. */
  usage(count: (image: Image) => number) {
    return imageUsage([...this.#images], count, (image) => this.tagsOf(image));
  }

  /** Takes a name off; the last one takes the image with it. Throws when a container uses it and `force` is not given. */
  delete(name: string, { force, prune }: DeleteOptions): DeletedItem[] {
    const image = this.get(name);
    const reference = familiarReference(name);
    const byName = this.#tags.has(reference);
    const tags = this.tagsOf(image);
    if (!byName && this.#userOf(image)?.running) this.#checkUnused(image, undefined, force);
    if (!byName && tags.length > 1 && !force) {
      throw conflict(
        `conflict: unable to delete ${short(image)} (must be forced) - image is referenced in multiple repositories`,
      );
    }
    const goes = byName && tags.length > 1 ? [reference] : tags;
    if (goes.length === tags.length)
      this.#checkUnused(image, byName ? `repository reference "${name}"` : undefined, force);
    for (const tag of goes) {
      this.#tags.delete(tag);
      this.#log('untag', image, image.id);
    }
    const untagged = goes.map((tag) => ({ Untagged: tag }));
    return [...untagged, ...this.#discard(image, prune)];
  }

  /** Removes an image that nothing names or needs; with `prune` those below it as well, of which the same is true. */
  #discard(image: Image, prune: boolean): DeletedItem[] {
    const hasChildren = [...this.#images].some(({ parent }) => parent === image);
    if (this.tagsOf(image).length > 0 || hasChildren || this.#userOf(image) !== undefined) return [];
    this.#images.delete(image);
    this.#log('delete', image, image.id);
    const kept = new Set([...this.#images].flatMap(({ layers }) => layers));
    const layers = image.layers.filter((layer) => !kept.has(layer)).reverse();
    const parent = image.parent !== undefined && this.#images.has(image.parent) ? image.parent : undefined;
    return [
      { Deleted: image.id },
      ...layers.map((layer) => ({ Deleted: layer })),
      ...(prune && parent !== undefined ? this.#discard(parent, prune) : []),
    ];
  }

  #checkUnused(image: Image, reference: string | undefined, force: boolean): void {
    const user = this.#userOf(image);
    if (user === undefined || (force && !user.running)) return;
    const id = user.id.slice(0, 12);
    if (reference !== undefined) {
      if (force) return;
      throw conflict(
        `conflict: unable to remove ${reference} (must force) - container ${id} is using its referenced image ${short(image)}`,
      );
    }
    const [how, what] = user.running ? ['cannot be forced', 'running'] : ['must be forced', 'stopped'];
    throw conflict(
      `conflict: unable to delete ${short(image)} (${how}) - image is being used by ${what} container ${id}`,
    );
  }

  /** Removes images that no container uses: those without a name, or with `dangling=false` all. */
  prune(filters: Filters) {
    validateFilters(filters, PRUNE_ACCEPTED);
    const all = !booleanFilter(filters, 'dangling', true);
    const unused = [...this.#images].filter((image) => this.#userOf(image) === undefined);
    timeLimit(filters, this.#timestamps.next());
    const inTime = this.#timeLimits(filters);
    const pruned = unused.filter(
      (image) =>
        inTime(image) && matchesPruneLabels(filters, image.config.Labels) && (all || this.tagsOf(image).length === 0),
    );
    const deleted = pruned.flatMap((image) => this.delete(image.id, { force: true, prune: true }));
    const reclaimed = pruned.reduce((sum, image) => sum + image.size, 0);
    this.#events.log('image', 'prune', '', { reclaimed: String(reclaimed) });
    return { ImagesDeleted: deleted.length === 0 ? null : deleted, SpaceReclaimed: reclaimed };
  }

  #log(action: string, image: Image, name: string): void {
    this.#events.log('image', action, image.id, { ...image.config.Labels, name });
  }
}

/** A tag given apart takes the place of the name's own. */
const withTag = (repository: string, tag: string): string => {
  const reference = familiarReference(repository);
  return tag === '' ? reference : `${splitReference(reference)[0]}:${tag}`;
};

const orNull = (list: string[]): string[] | null => (list.length === 0 ? null : list);

const short = (image: Image): string => image.id.slice('sha256:'.length, 'sha256:'.length + 12);
