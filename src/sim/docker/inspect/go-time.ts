import { daysFromCivil, MONTHS, WEEKDAYS, weekdayOf } from '../../calendar.ts';
import { type Method, Struct } from '../../command/template/value.ts';
import { timeText } from '../formatter/go-time.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** Go's layouts are examples of one moment, the second of January 2006 at 15:04:05; the longest words first. */
const LAYOUT = /January|Jan|Monday|Mon|MST|2006|Z07:00|-07:00|-0700|\.0+|\.9+|_2|15|0[1-6]|PM|[1-5]/g;

/** A time in UTC, given in RFC 3339, as templates see Go's time.Time: it prints itself, and has methods. */
export function goTime(rfc3339: string): Struct {
  const [, years, months, days, hours, minutes, seconds, fraction = ''] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?/.exec(rfc3339) ?? [];
  const [year, month, day, hour, minute, second] = [years, months, days, hours, minutes, seconds].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const day1970 = daysFromCivil(year, month, day);
  const weekday = WEEKDAYS[weekdayOf(day1970)] ?? '';
  const monthName = MONTHS[month - 1] ?? '';
  const nanos = fraction.padEnd(9, '0');
  const short = ((hour + 11) % 12) + 1;
  const parts: Readonly<Record<string, string>> = {
    ...{ January: monthName, Jan: monthName.slice(0, 3), Monday: weekday, Mon: weekday.slice(0, 3), MST: 'UTC' },
    ...{
      2006: String(year),
      '06': two(year % 100),
      1: String(month),
      '01': two(month),
      2: String(day),
      '02': two(day),
    },
    ...{ _2: String(day).padStart(2), 15: two(hour), 3: String(short), '03': two(short), PM: hour < 12 ? 'AM' : 'PM' },
    ...{ 4: String(minute), '04': two(minute), 5: String(second), '05': two(second) },
    ...{ 'Z07:00': 'Z', '-07:00': '+00:00', '-0700': '+0000' },
  };
  const fractionOf = (word: string): string => {
    const digits = nanos.slice(0, word.length - 1);
    return word[1] === '0' ? `.${digits}` : `.${digits}`.replace(/\.?0+$/, '');
  };
  const unix = day1970 * 86_400 + hour * 3600 + minute * 60 + second;
  const numbers: Readonly<Record<string, number>> = {
    ...{ Year: year, Day: day, Hour: hour, Minute: minute, Second: second, Nanosecond: Number(nanos), Unix: unix },
    YearDay: day1970 - daysFromCivil(year, 1, 1) + 1,
  };
  const text = timeText(rfc3339);
  const itself: Method = () => goTime(rfc3339);
  const methods = new Map<string, Method>(Object.entries(numbers).map(([name, number]) => [name, () => number]));
  methods
    .set('Month', () => monthName)
    .set('Weekday', () => weekday)
    .set('String', () => text);
  methods
    .set('UTC', itself)
    .set('Local', itself)
    .set('IsZero', () => year === 1);
  methods.set('Format', (layout) => String(layout).replace(LAYOUT, (word) => parts[word] ?? fractionOf(word)));
  return new Struct('time.Time', methods, rfc3339, text);
}
