import { civilFromDays, daysFromCivil, weekdayOf } from '../calendar.ts';
import { SECOND } from '../kernel/clock.ts';

const DAY = 86_400;

/** A moment in UTC, broken down as in `struct tm`; `month` counts from 1, `weekday` from Sunday 0, `yearDay` from 1. */
export interface BrokenDownTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly yearDay: number;
}

/** gmtime(3) of µs since 1970. */
export function breakDown(micros: number): BrokenDownTime {
  const seconds = Math.floor(micros / SECOND);
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const [year, month, day] = civilFromDays(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    weekday: weekdayOf(days),
    yearDay: days - daysFromCivil(year, 1, 1) + 1,
  };
}

/** µs since 1970 of a date and time in UTC. */
export const momentOf = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number =>
  (daysFromCivil(year, month, day) * DAY + hour * 3600 + minute * 60 + second) * SECOND;
