import { expect, test } from 'vitest';
import { httpDate } from './date.ts';

test.each([
  [0, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  [951_782_400, 'Tue, 29 Feb 2000 00:00:00 GMT'],
  [951_868_799, 'Tue, 29 Feb 2000 23:59:59 GMT'],
  [1_795_499_802, 'Tue, 24 Nov 2026 05:56:42 GMT'],
  [4_107_542_400, 'Mon, 01 Mar 2100 00:00:00 GMT'],
])('%i s after 1970 is %s', (seconds, date) => {
  expect(httpDate(seconds * 1_000_000 + 999_999)).toBe(date);
});
