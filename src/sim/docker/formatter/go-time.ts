import { civilFromDays } from '../../calendar.ts';

const two = (number: number): string => String(number).padStart(2, '0');

const utc = (milliseconds: number): string => {
  const days = Math.floor(milliseconds / 86_400_000);
  const [year, month, day] = civilFromDays(days);
  const seconds = Math.floor(milliseconds / 1000) - days * 86_400;
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/** A Unix time, in seconds, as Go's time.Time prints itself: `2026-11-23 22:32:04 +0000 UTC`. */
export const unixTimeText = (seconds: number): string => `${utc(seconds * 1000)} +0000 UTC`;

/** A time of RFC 3339 in UTC as Go's time.Time prints itself; fractions of a second stay. */
export const timeText = (rfc3339: string): string =>
  `${rfc3339
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')} +0000 UTC`;

/** A Unix time in nanoseconds, in decimal, as RFC 3339 with all nine digits of its fraction. */
export function nanoTimeText(nanoseconds: string): string {
  const total = BigInt(nanoseconds);
  const text = utc(Number(total / 1_000_000n)).replace(' ', 'T');
  return `${text}.${String(total % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** A Unix time, in seconds, as `2026-11-23T22:32:04Z`. */
export const unixTimeRfc3339 = (seconds: number): string => `${utc(seconds * 1000).replace(' ', 'T')}Z`;
