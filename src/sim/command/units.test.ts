import { expect, test } from 'vitest';
import { binarySize, humanDuration, humanSize } from './units.ts';

test.each([
  [0.2, 'Less than a second'],
  [1.9, '1 second'],
  [59.9, '59 seconds'],
  [60, 'About a minute'],
  [125, '2 minutes'],
  [3600, 'About an hour'],
  [3 * 3600, '3 hours'],
  [49 * 3600, '2 days'],
  [15 * 86_400, '2 weeks'],
  [100 * 86_400, '3 months'],
  [800 * 86_400, '2 years'],
])('%d seconds are « %s »', (seconds, text) => {
  expect(humanDuration(seconds)).toBe(text);
});

test('sizes have few digits and no zeros at their end', () => {
  expect([humanSize(0), humanSize(2_030_000, 3), humanSize(15_700_000, 3), humanSize(999)]).toEqual([
    '0B',
    '2.03MB',
    '15.7MB',
    '999B',
  ]);
  expect(binarySize(25_275_000_000)).toBe('23.54GiB');
});
