import { expect, test } from 'vitest';
import { lineChanges } from './line-changes.ts';

test('changes of lines: what goes, what comes, and what stays between them', () => {
  expect(lineChanges(['a', 'b', 'c'], ['a', 'c', 'd'])).toEqual([
    { from: [1, 2], to: [1, 1] },
    { from: [3, 3], to: [2, 3] },
  ]);
  expect(lineChanges(['x'], ['x'])).toEqual([]);
});
