import { SECOND } from '../../kernel/clock.ts';
import { breakDown, momentOf } from '../gmtime.ts';

/** The dates that both `date -d` understand: `@SECONDS`, `now`, `YYYY-MM-DD [hh:mm[:ss]]`, `hh:mm[:ss]`; µs since 1970. */
export function parseDate(text: string, now: number): number | undefined {
  const seconds = /^@(-?\d+)$/.exec(text);
  if (seconds !== null) return Number(seconds[1]) * SECOND;
  if (text === 'now' || text === '') return now;
  const match = /^(?:(\d{4})-(\d{1,2})-(\d{1,2}))?[ T]?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?Z?$/.exec(text);
  if (match === null) return undefined;
  const today = breakDown(now);
  const [, year, month, day, hour, minute, second] = match.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  return momentOf(year ?? today.year, month ?? today.month, day ?? today.day, hour ?? 0, minute ?? 0, second ?? 0);
}

/** The formats of `-R` and `-I[SPEC]`. */
export const RFC_2822 = '%a, %d %b %Y %H:%M:%S %z';

export const isoFormat = (spec: string): string | undefined =>
  ({
    '': '%Y-%m-%d',
    date: '%Y-%m-%d',
    hours: '%Y-%m-%dT%H+00:00',
    minutes: '%Y-%m-%dT%H:%M+00:00',
    seconds: '%Y-%m-%dT%H:%M:%S+00:00',
    ns: '%Y-%m-%dT%H:%M:%S,%N+00:00',
  })[spec];
