import { ipv6ToBytes } from '../../wire/address.ts';
import { viewOf, word } from '../../wire/bytes.ts';
import type { IpAddress } from '../../wire/ip-address.ts';

/** A checksum after one of the words under it has changed (RFC 1624, eqn. 3). */
function adjust(checksum: number, before: number, after: number): number {
  let sum = (~checksum & 0xffff) + (~before & 0xffff) + after;
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

/** As {@link adjust}, for an address: two words, or of IPv6 eight. */
export function adjustAddress(checksum: number, before: IpAddress, after: IpAddress): number {
  if (typeof before === 'number' && typeof after === 'number')
    return adjust(adjust(checksum, before >>> 16, after >>> 16), before & 0xffff, after & 0xffff);
  const [old, fresh] = [ipv6ToBytes(`${before}`), ipv6ToBytes(`${after}`)];
  let adjusted = checksum;
  for (let at = 0; at < old.length; at += 2) adjusted = adjust(adjusted, word(old, at), word(fresh, at));
  return adjusted;
}

/** Writes a word at `at`, and makes up for it in the checksum at `checksumAt` where the bytes reach that far. */
export function writeWord(bytes: Uint8Array, at: number, value: number, checksumAt: number): void {
  const view = viewOf(bytes);
  const before = view.getUint16(at);
  view.setUint16(at, value);
  if (checksumAt + 2 > bytes.length) return;
  view.setUint16(checksumAt, adjust(view.getUint16(checksumAt), before, value));
}
