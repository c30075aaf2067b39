import { expect, test } from 'vitest';
import { unixTime } from './time-option.ts';

const NOW = 1_795_165_200_500_000;

test.each([
  ['', ''],
  ['1136073600', '1136073600'],
  ['10m', '1795164600'],
  ['1.5s', '1795165199'],
  ['2026-11-20T09:00:00Z', '1795165200.000000000'],
  ['2026-11-20T10:00:00.25+01:00', '1795165200.250000000'],
  ['2000-02-29', '951782400.000000000'],
])('« %s » is %s', (text, time) => {
  expect(unixTime(text, NOW)).toBe(time);
});

test('other texts are refused', () => {
  expect(() => unixTime('yesterday', NOW)).toThrow('failed to parse value as time or duration: "yesterday"');
});
