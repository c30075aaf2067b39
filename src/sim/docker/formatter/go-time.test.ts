import { expect, test } from 'vitest';
import { nanoTimeText, timeText, unixTimeText } from './go-time.ts';

test('times are shown as Go shows them', () => {
  expect(unixTimeText(0)).toBe('1970-01-01 00:00:00 +0000 UTC');
  expect(unixTimeText(951_782_399)).toBe('2000-02-28 23:59:59 +0000 UTC');
  expect(timeText('2026-11-23T22:30:24.627045573Z')).toBe('2026-11-23 22:30:24.627045573 +0000 UTC');
  expect(timeText('2026-11-23T22:30:24.100Z')).toBe('2026-11-23 22:30:24.1 +0000 UTC');
  expect(nanoTimeText('1795165200000000042')).toBe('2026-11-20T09:00:00.000000042Z');
});
