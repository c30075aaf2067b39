import { civilFromDays, MONTHS, WEEKDAYS, weekdayOf } from '../calendar.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** An HTTP date (RFC 9110 §5.6.7), as `Tue, 24 Nov 2026 05:56:42 GMT`. @param realtime µs since 1970 */
export const httpDate = (realtime: number): string => {
  const seconds = Math.floor(realtime / 1_000_000);
  const days = Math.floor(seconds / 86400);
  const time = seconds - days * 86400;
  const [year, month, day] = civilFromDays(days);
  const clock = `${pad(Math.floor(time / 3600))}:${pad(Math.floor(time / 60) % 60)}:${pad(time % 60)}`;
  return `${WEEKDAYS[weekdayOf(days)]?.slice(0, 3)}, ${pad(day)} ${MONTHS[month - 1]?.slice(0, 3)} ${String(year).padStart(4, '0')} ${clock} GMT`;
};
