import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

test.each([0, 1, 55, 56, 63, 64, 65, 1000])('%i bytes have the digest that Node gives them', (length) => {
  const data = randomBytes(length);
  expect(sha256(data)).toBe(createHash('sha256').update(data).digest('hex'));
});
