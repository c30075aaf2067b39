import { daysFromCivil } from '../calendar.ts';
import { goQuote } from '../command/go-quote.ts';
import { parseDuration } from '../command/scalar-flags.ts';

const WITH_ZONE = /^\d{4}-\d\d-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)?(?:Z|[+-]\d\d:\d\d)?$/;

function calendar(text: string): string {
  const [date = '', time = ''] = text.split('T');
  const [year = 0, month = 0, day = 0] = date.slice(0, 10).split('-').map(Number);
  const zone = /(?:Z|([+-])(\d\d):(\d\d))$/.exec(time);
  const offset = zone?.[1] === undefined ? 0 : (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === '-' ? -1 : 1);
  const [hour = 0, minute = 0, second = 0] = time
    .replace(/(?:Z|[+-]\d\d:\d\d)$/, '')
    .split(':')
    .map(Number);
  const whole = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + Math.floor(second);
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  return `${whole}.${fraction.padEnd(9, '0').slice(0, 9)}`;
}

const UNIX_TIME = /^[+-]?\d+(?:\.\d*)?$/;

function durationOf(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}

/**
 * What `--since` and `--until` take, as the engine wants it: a Unix time stays, a date is converted, a duration counts back
 * from `now` (µs since 1970), in whole seconds. (moby's api/types/time.GetTimestamp)
 */
export function unixTime(text: string, now: number): string {
  if (text === '') return '';
  if (WITH_ZONE.test(text)) return calendar(text);
  const duration = text === '0' ? undefined : durationOf(text);
  if (duration !== undefined) return String(Math.floor((now - duration / 1000) / 1e6));
  if (!UNIX_TIME.test(text)) throw new Error(`failed to parse value as time or duration: ${goQuote(text)}`);
  return text;
}
