import { expect, test } from 'vitest';
import { naturalOrder } from './natural-order.ts';

test('numbers in names count as numbers', () => {
  expect(['web10', 'web2', 'db', 'web', 'Web1'].toSorted(naturalOrder)).toEqual(['Web1', 'db', 'web', 'web2', 'web10']);
});
