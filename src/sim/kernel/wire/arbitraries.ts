import fc from 'fast-check';
import { bytesToIpv4, bytesToIpv6, bytesToMac } from './address.ts';

/** What the tests of this folder draw their packets from. */
export const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
export const bits = (width: number) => fc.integer({ min: 0, max: 2 ** width - 1 });
export const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(bytesToMac);
export const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(bytesToIpv4);
export const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytesToIpv6);

/** Bytes of "08 00 ff". */
export const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (byte) => Number.parseInt(byte, 16));

/** Holds when no beginning of `whole` and no noise makes `parse` throw. */
export const neverThrows = (parse: (bytes: Uint8Array) => unknown, whole: Uint8Array): void => {
  for (let length = 0; length < whole.length; length++) parse(whole.subarray(0, length));
  fc.assert(fc.property(bytes(120), (noise) => void parse(noise)));
  fc.assert(
    fc.property(bits(16), bits(8), (at, value) => {
      const damaged = Uint8Array.from(whole);
      damaged[at % whole.length] = value;
      parse(damaged);
    }),
  );
};

/** Runs the assertions of `check` on values drawn from `arbitrary`. */
export const forAll = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => unknown): void =>
  fc.assert(
    fc.property(arbitrary, (value) => {
      check(value);
    }),
  );
