import { expect, test } from 'vitest';
import { humanDuration, parseRfc3339, parseUnixTime, rfc3339, rfc3339Nano } from './time.ts';

test('moments are written as Go writes them', () => {
  const moment = 1_795_499_858_487_941_100n;
  expect(rfc3339(moment)).toBe('2026-11-24T05:57:38Z');
  expect(rfc3339Nano(moment)).toBe('2026-11-24T05:57:38.4879411Z');
  expect(rfc3339Nano(951_782_400_000_000_000n)).toBe('2000-02-29T00:00:00Z');
  expect(parseRfc3339('2026-11-24T05:57:38.4879411Z')).toBe(1_795_499_858);
});

test('the API’s Unix times are read to the nanosecond', () => {
  expect(parseUnixTime('1136073600.000000001')).toBe(1_136_073_600_000_000_001n);
  expect(parseUnixTime('12')).toBe(12_000_000_000n);
  expect(parseUnixTime('')).toBeUndefined();
});

test('spans are said as people say them', () => {
  const say = (seconds: number) => humanDuration(BigInt(Math.round(seconds * 1e9)));
  expect([0.4, 1.5, 59, 61, 150, 3600, 3600 * 5, 86_400 * 3].map(say)).toEqual([
    'Less than a second',
    '1 second',
    '59 seconds',
    'About a minute',
    '2 minutes',
    'About an hour',
    '5 hours',
    '3 days',
  ]);
});
