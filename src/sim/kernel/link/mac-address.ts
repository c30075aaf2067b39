import type { Random } from '../random.ts';
import { bytesToMac } from '../wire/address.ts';

/** ff:ff:ff:ff:ff:ff as {@link macNumber} gives it. */
export const BROADCAST = 2 ** 48 - 1;

/** A random unicast address, locally administered: `eth_random_addr()` of include/linux/etherdevice.h. */
export function randomMac(random: Random): string {
  const bytes = random.bytes(6);
  bytes[0] = ((bytes[0] ?? 0) & 0xfe) | 0x02;
  return bytesToMac(bytes);
}

/** `aa:bb:…` as a 48-bit number: what frames are compared by, since every hop compares. */
export function macNumber(mac: string): number {
  let number = 0;
  for (let at = 0; at < mac.length; at += 3) number = number * 256 + Number.parseInt(mac.slice(at, at + 2), 16);
  return number;
}

/** The same of what may be none. */
export const macValue = (text: string): number | undefined =>
  /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)
    ? text.split(':').reduce((value, byte) => value * 256 + Number.parseInt(byte, 16), 0)
    : undefined;

/** The text of a 48-bit number. */
export const macText = (mac: number): string =>
  mac
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:');

/** The 48-bit number at `offset` of `frame`. */
export const macAt = (frame: Uint8Array, offset: number): number =>
  ((frame[offset] ?? 0) * 256 + (frame[offset + 1] ?? 0)) * 2 ** 32 +
  (((frame[offset + 2] ?? 0) << 24) |
    ((frame[offset + 3] ?? 0) << 16) |
    ((frame[offset + 4] ?? 0) << 8) |
    (frame[offset + 5] ?? 0) |
    0) +
  ((frame[offset + 2] ?? 0) > 127 ? 2 ** 32 : 0);

/** Group addresses have the lowest bit of their first byte set. */
export const isGroup = (frame: Uint8Array): boolean => ((frame[0] ?? 0) & 1) === 1;
