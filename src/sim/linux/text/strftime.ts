import { MONTHS, WEEKDAYS } from '../../calendar.ts';
import { SECOND } from '../../kernel/clock.ts';
import { breakDown } from '../gmtime.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** ISO 8601's year and week. */
function isoWeek(micros: number): { year: number; week: number } {
  const { weekday } = breakDown(micros);
  const thursday = breakDown(micros + (4 - (weekday || 7)) * 86_400 * SECOND);
  return { year: thursday.year, week: Math.floor((thursday.yearDay - 1) / 7) + 1 };
}

/** date(1)'s format over a moment in UTC, in µs since 1970. */
export function strftime(format: string, micros: number): string {
  const t = breakDown(micros);
  const hour12 = t.hour % 12 || 12;
  const values: Readonly<Record<string, () => string>> = {
    a: () => (WEEKDAYS[t.weekday] ?? '').slice(0, 3),
    A: () => WEEKDAYS[t.weekday] ?? '',
    b: () => (MONTHS[t.month - 1] ?? '').slice(0, 3),
    B: () => MONTHS[t.month - 1] ?? '',
    c: () => strftime('%a %b %e %H:%M:%S %Y', micros),
    C: () => two(Math.floor(t.year / 100)),
    d: () => two(t.day),
    D: () => strftime('%m/%d/%y', micros),
    e: () => String(t.day).padStart(2),
    F: () => strftime('%Y-%m-%d', micros),
    g: () => two(isoWeek(micros).year % 100),
    G: () => String(isoWeek(micros).year),
    h: () => (MONTHS[t.month - 1] ?? '').slice(0, 3),
    H: () => two(t.hour),
    I: () => two(hour12),
    j: () => String(t.yearDay).padStart(3, '0'),
    k: () => String(t.hour).padStart(2),
    l: () => String(hour12).padStart(2),
    m: () => two(t.month),
    M: () => two(t.minute),
    n: () => '\n',
    N: () => `${String(micros % SECOND).padStart(6, '0')}000`,
    p: () => (t.hour < 12 ? 'AM' : 'PM'),
    P: () => (t.hour < 12 ? 'am' : 'pm'),
    r: () => strftime('%I:%M:%S %p', micros),
    R: () => strftime('%H:%M', micros),
    s: () => String(Math.floor(micros / SECOND)),
    S: () => two(t.second),
    t: () => '\t',
    T: () => strftime('%H:%M:%S', micros),
    u: () => String(t.weekday || 7),
    U: () => two(Math.floor((t.yearDay + 6 - t.weekday) / 7)),
    V: () => two(isoWeek(micros).week),
    w: () => String(t.weekday),
    W: () => two(Math.floor((t.yearDay + 6 - ((t.weekday + 6) % 7)) / 7)),
    x: () => strftime('%m/%d/%y', micros),
    X: () => strftime('%H:%M:%S', micros),
    y: () => two(t.year % 100),
    Y: () => String(t.year),
    z: () => '+0000',
    Z: () => 'UTC',
    '%': () => '%',
  };
  return format.replace(/%([-_0]?)([a-zA-Z%])/g, (all, flag: string, letter: string) => {
    const value = values[letter]?.();
    if (value === undefined) return all;
    return flag === '-'
      ? value.replace(/^[0 ]+(?=.)/, '')
      : flag === '_'
        ? value.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length))
        : value;
  });
}
