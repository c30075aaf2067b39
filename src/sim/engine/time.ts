import { civilFromDays, daysFromCivil } from '../calendar.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';

/** A moment, in nanoseconds since 1970. */
export type Instant = bigint;

const SECOND = 1_000_000_000n;
const MICROSECOND = 1_000n;

/** Go's zero time. */
export const NEVER = '0001-01-01T00:00:00Z';

/**
 * The engine's view of the clock. The simulation's clock counts microseconds and stands still within one call, where a real
 * engine's never shows the same nanosecond twice: the moments given out have random nanoseconds and always ascend.
 */
export class Timestamps {
  readonly #clock: Clock;
  readonly #random: Random;
  #last: Instant = 0n;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  next(): Instant {
    const now = BigInt(this.#clock.realtime) * MICROSECOND + BigInt(this.#random.integer(1, 999));
    this.#last = now > this.#last ? now : this.#last + BigInt(this.#random.integer(1, 99));
    return this.#last;
  }
}

export const unixSeconds = (instant: Instant): number => Number(instant / SECOND);

const two = (value: number): string => String(value).padStart(2, '0');

/** `2006-01-02T15:04:05Z` (Go's time.RFC3339), in UTC. */
export function rfc3339(instant: Instant): string {
  const seconds = unixSeconds(instant);
  const [year, month, day] = civilFromDays(Math.floor(seconds / 86_400));
  const ofDay = seconds % 86_400;
  const clock = `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`;
  return `${year}-${two(month)}-${two(day)}T${clock}Z`;
}

/** With nanoseconds and without their trailing zeros (Go's time.RFC3339Nano). */
export function rfc3339Nano(instant: Instant): string {
  const fraction = String(instant % SECOND)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return fraction === '' ? rfc3339(instant) : rfc3339(instant).replace('Z', `.${fraction}Z`);
}

/** With all nine digits, as log lines have them (jsonmessage.RFC3339NanoFixed). */
export const rfc3339NanoFixed = (instant: Instant): string =>
  rfc3339(instant).replace('Z', `.${String(instant % SECOND).padStart(9, '0')}Z`);

/** A Unix time `seconds[.nanoseconds]` of the API; undefined when `text` is empty or none. */
export function parseUnixTime(text: string): Instant | undefined {
  const match = /^(-?\d+)(?:\.(\d{1,9})\d*)?$/.exec(text);
  if (match === null) return undefined;
  return BigInt(match[1] as string) * SECOND + BigInt((match[2] ?? '').padEnd(9, '0'));
}

/** A span as people say it (docker/go-units HumanDuration); `span` in nanoseconds. */
export function humanDuration(span: Instant): string {
  const seconds = Number(span / SECOND);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(seconds / 3600 + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(seconds / 3600 / 24 / 365)} years`;
}

/** The Unix time, in seconds, of a text of {@link rfc3339}'s form; fractions are dropped. */
export function parseRfc3339(text: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** The moment of an RFC 3339 text, its fraction of a second too. */
export function instantOf(text: string): Instant {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return BigInt(parseRfc3339(text)) * SECOND + BigInt(fraction.padEnd(9, '0'));
}
