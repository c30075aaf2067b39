import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, hex } from './arbitraries.ts';
import { concatBytes, internetChecksum, sumWords } from './bytes.ts';

test('the checksum is that of the example in RFC 1071, section 3', () => {
  expect(internetChecksum(hex('0001 f203 f4f5 f6f7'))).toBe(0x220d);
});

test('an odd last byte is padded with a zero', () => {
  expect(internetChecksum(hex('0001 f2'))).toBe(internetChecksum(hex('0001 f200')));
});

test('a sum carried over from an even part gives the checksum of the whole', () => {
  fc.assert(
    fc.property(bytes(40), bytes(41), (half, tail) => {
      const head = concatBytes(half, half);
      expect(internetChecksum(tail, sumWords(head))).toBe(internetChecksum(concatBytes(head, tail)));
    }),
  );
});
