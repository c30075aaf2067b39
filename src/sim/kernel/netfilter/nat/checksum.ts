import { viewOf } from '../../wire/bytes.ts';

/** A checksum after one of the words under it has changed (RFC 1624, eqn. 3). */
function adjust(checksum: number, before: number, after: number): number {
  let sum = (~checksum & 0xffff) + (~before & 0xffff) + after;
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

/** As {@link adjust}, for an address: two words. */
export const adjustAddress = (checksum: number, before: number, after: number): number =>
  adjust(adjust(checksum, before >>> 16, after >>> 16), before & 0xffff, after & 0xffff);

/** Writes a word at `at`, and makes up for it in the checksum at `checksumAt` where the bytes reach that far. */
export function writeWord(bytes: Uint8Array, at: number, word: number, checksumAt: number): void {
  const view = viewOf(bytes);
  const before = view.getUint16(at);
  view.setUint16(at, word);
  if (checksumAt + 2 > bytes.length) return;
  view.setUint16(checksumAt, adjust(view.getUint16(checksumAt), before, word));
}
