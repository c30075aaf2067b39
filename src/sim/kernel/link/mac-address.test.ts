import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../random.ts';
import { macToBytes } from '../wire/address.ts';
import { isGroup, macAt, macNumber, macText, randomMac } from './mac-address.ts';

test('a MAC is the same number from its text and from a frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
      const number = macAt(bytes, 2);
      expect(macNumber(macText(number))).toBe(number);
      expect(macToBytes(macText(number))).toEqual(bytes.subarray(2));
    }),
  );
});

test('random MACs are unicast and locally administered', () => {
  const random = new Random(5);
  for (let i = 0; i < 50; i++) {
    const bytes = macToBytes(randomMac(random));
    expect(isGroup(bytes)).toBe(false);
    expect((bytes[0] ?? 0) & 2).toBe(2);
  }
});
