import { internetChecksum, sumWords } from '../../../kernel/wire/bytes.ts';
import type { Dissection } from './dissection.ts';

/** What was found, and what it should have been; undefined where it is right. */
export interface WrongChecksum {
  readonly found: number;
  readonly right: number;
}

/** in_cksum_shouldbe(): checks `length` bytes from `at`, whose checksum stands at `field`. */
export function wrongChecksum(
  d: Dissection,
  at: number,
  length: number,
  field: number,
  pseudoHeader = 0,
): WrongChecksum | undefined {
  const covered = d.bytes.slice(at, at + length);
  if (internetChecksum(covered, pseudoHeader) === 0) return undefined;
  const found = d.u16(field);
  covered.fill(0, field - at, field - at + 2);
  return { found, right: internetChecksum(covered, pseudoHeader) };
}

/** The sum of the pseudo-header for a payload of `length` bytes below the IP header at `ip`. */
export function pseudoHeader(d: Dissection, ip: number, protocol: number, length: number): number {
  const [at, count] = d.u8(ip) >> 4 === 6 ? [ip + 8, 32] : [ip + 12, 8];
  return sumWords(d.bytes.subarray(at, at + count), protocol + length);
}
