import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilFromDays, daysFromCivil, WEEKDAYS, weekdayOf } from './calendar.ts';

test('days since 1970 and dates are each other’s inverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: -800_000, max: 3_000_000 }), (days) => {
      expect(daysFromCivil(...civilFromDays(days))).toBe(days);
    }),
  );
});

test.each([
  { date: [1970, 1, 1], days: 0, weekday: 'Thursday' },
  { date: [1969, 12, 31], days: -1, weekday: 'Wednesday' },
  { date: [2000, 2, 29], days: 11_016, weekday: 'Tuesday' },
  { date: [2026, 11, 24], days: 20_781, weekday: 'Tuesday' },
])('$date is day $days, a $weekday', ({ date, days, weekday }) => {
  const [year = 0, month = 0, day = 0] = date;
  expect(daysFromCivil(year, month, day)).toBe(days);
  expect(civilFromDays(days)).toEqual(date);
  expect(WEEKDAYS[weekdayOf(days)]).toBe(weekday);
});
