import { expect, test } from 'vitest';
import { formatPrefix } from './prefix.ts';
import { uniqueLocalPool } from './unique-local.ts';

test('an engine’s prefix follows from its id alone', () => {
  // As real engines of these ids have it.
  expect(formatPrefix(uniqueLocalPool('0fb854cf-7aa3-4d5a-aeda-e1b491a0d7eb').base)).toBe('fd9e:7634:77a7::/48');
  expect(formatPrefix(uniqueLocalPool('').base)).toBe('fd42:98fc:1c14::/48');
});
