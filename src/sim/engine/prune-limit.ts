import { failingAs, systemError } from './errors.ts';
import type { Filters } from './filters.ts';
import { type Instant, parseRfc3339, parseUnixTime } from './time.ts';

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** A Go duration as `1h30m`, in nanoseconds; undefined when it is none. */
function parseDuration(text: string): Instant | undefined {
  if (!/^(\d+(\.\d+)?(h|m|s|ms|us|µs|ns))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
  }
  return BigInt(Math.round(seconds * 1e9));
}

/** {@link timeLimit}, whose refusals are the caller's fault (the images' own are taken for the engine's, as in moby). */
export const pruneLimit = (filters: Filters, now: Instant): Instant | undefined =>
  failingAs('InvalidParameter', () => timeLimit(filters, now));

/** The moment of `--filter until=…`, a time or how long ago it was; undefined where it is not asked for. */
export function timeLimit(filters: Filters, now: Instant): Instant | undefined {
  const [text, ...more] = filters.get('until');
  if (text === undefined) return undefined;
  if (more.length > 0) throw systemError('more than one until filter specified');
  return parseLimit(text, now);
}

/** One value of that filter. */
export function parseLimit(text: string, now: Instant): Instant {
  const duration = parseDuration(text);
  if (duration !== undefined) return now - duration;
  const unix = parseUnixTime(text);
  if (unix !== undefined) return unix;
  if (/^\d{4}-\d\d-\d\d/.test(text)) return BigInt(parseRfc3339(text)) * SECOND;
  throw systemError(`failed to parse value as time or duration: "${text}"`);
}
