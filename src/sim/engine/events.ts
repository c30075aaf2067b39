import type { Clock } from '../kernel/clock.ts';
import { type Filters, matchesPrefix } from './filters.ts';
import { Subscription } from './subscription.ts';
import { type Instant, parseUnixTime, type Timestamps, unixSeconds } from './time.ts';

export type EventType = 'container' | 'daemon' | 'image' | 'network' | 'node' | 'volume';

/** `events.Message` of the API, fields in Go's order; `timeNano` is a decimal string for having more digits than a double. */
export interface EventMessage {
  status?: string;
  id?: string;
  from?: string;
  Type: EventType;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: string;
  time: number;
  timeNano: string;
}

/** What has happened, before somebody wants to read of it. */
interface Happening {
  readonly type: EventType;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly scope: 'local' | 'swarm';
  readonly time: Instant;
}

const messageOf = ({ type, action, id, attributes, scope, time }: Happening): EventMessage => ({
  ...deprecatedFields(type, action, id, attributes),
  Type: type,
  Action: action,
  Actor: { ID: id, Attributes: sortedRecord(attributes) },
  scope,
  time: unixSeconds(time),
  timeNano: String(time),
});

interface Listener {
  readonly subscription: Subscription<EventMessage>;
  readonly filters: Filters;
}

/** How many past events `--since` can show (moby/daemon/events). */
const KEPT = 256;

/** Actions whose text goes on behind a colon: a filter names their beginning. */
const FUZZY_ACTIONS = ['health_status', 'exec_create', 'exec_start'];

/** What happens to the engine's objects, told to whoever listens. */
export class Events {
  readonly #clock: Clock;
  readonly #timestamps: Timestamps;
  #past: Happening[] = [];
  #listeners = new Set<Listener>();

  constructor(clock: Clock, timestamps: Timestamps) {
    this.#clock = clock;
    this.#timestamps = timestamps;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** @param scope `swarm`: it is the cluster's, not this machine's alone */
  log(
    type: EventType,
    action: string,
    id: string,
    attributes: Readonly<Record<string, string>>,
    scope: 'local' | 'swarm' = 'local',
  ): void {
    const happening = { type, action, id, attributes, scope, time: this.#timestamps.next() };
    this.#past.push(happening);
    if (this.#past.length > KEPT) this.#past.shift();
    if (this.#listeners.size === 0) return;
    const message = messageOf(happening);
    for (const listener of this.#listeners) {
      if (passes(message, listener.filters)) listener.subscription.push(message);
    }
  }

  /** `since` replays the past, `until` ends the stream at that moment; both Unix times, or empty. */
  subscribe(options: { since: string; until: string; filters: Filters }): Subscription<EventMessage> {
    const since = parseUnixTime(options.since);
    const until = parseUnixTime(options.until);
    const listener = {
      filters: options.filters,
      subscription: new Subscription<EventMessage>(() => this.#listeners.delete(listener)),
    };
    if (since !== undefined || until !== undefined) this.#replay(listener, since, until);
    this.#listeners.add(listener);
    if (until !== undefined) this.#endAt(listener, until);
    return listener.subscription;
  }

  #replay(listener: Listener, since: Instant | undefined, until: Instant | undefined): void {
    for (const happening of this.#past) {
      const { time } = happening;
      if (time < (since ?? 0n) || (until !== undefined && time > until)) continue;
      const message = messageOf(happening);
      if (passes(message, listener.filters)) listener.subscription.push(message);
    }
  }

  #endAt(listener: Listener, until: Instant): void {
    const over = (): void => {
      this.#listeners.delete(listener);
      listener.subscription.end();
    };
    const moment = Number(until / 1000n) - this.#clock.epoch;
    if (moment <= this.#clock.now) over();
    else this.#clock.at(moment, over);
  }
}

function deprecatedFields(type: EventType, action: string, id: string, attributes: Readonly<Record<string, string>>) {
  if (type === 'image') return { status: action, id };
  return type === 'container' ? { status: action, id, from: attributes.image ?? '' } : {};
}

/** A copy with its keys in order, as Go writes maps. */
export function sortedRecord<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** moby/daemon/events/filter.go. */
function passes(message: EventMessage, filters: Filters): boolean {
  const { ID: id, Attributes: attributes } = message.Actor;
  const fuzzy = filters.get('event').some((event) => FUZZY_ACTIONS.includes(event));
  const event = fuzzy ? matchesPrefix : (f: Filters, key: string, source: string) => f.exactMatch(key, source);
  return (
    event(filters, 'event', message.Action) &&
    filters.exactMatch('type', message.Type) &&
    filters.exactMatch('scope', message.scope) &&
    ['daemon', 'container', 'plugin', 'volume', 'network', 'service', 'node', 'secret', 'config'].every(
      (key) => matchesPrefix(filters, key, id) || matchesPrefix(filters, key, attributes.name ?? ''),
    ) &&
    matchesImage(message, filters) &&
    filters.matchLabels('label', attributes)
  );
}

const withoutTag = (image: string): string => image.replace(/:[^:/]*$/, '');

function matchesImage(message: EventMessage, filters: Filters): boolean {
  const { ID: id, Attributes: attributes } = message.Actor;
  const name = (message.Type === 'image' ? attributes.name : attributes.image) ?? '';
  return [id, name, withoutTag(id), withoutTag(name)].some((source) => filters.exactMatch('image', source));
}
