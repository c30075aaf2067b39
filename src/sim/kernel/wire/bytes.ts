/** Big-endian reads and writes over `bytes`, which it shares. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The 16-bit words of `bytes` added up, not yet folded; an odd last byte counts as a word's high half. */
export function sumWords(bytes: Uint8Array, initial = 0): number {
  const view = viewOf(bytes);
  const even = bytes.length & ~1;
  let sum = initial;
  for (let i = 0; i < even; i += 2) sum += view.getUint16(i);
  return even === bytes.length ? sum : sum + (view.getUint8(even) << 8);
}

/**
 * The Internet checksum (RFC 1071): 0 over data that holds a right one.
 * @param initial a sum to start from ({@link sumWords}, of a pseudo-header)
 */
export function internetChecksum(bytes: Uint8Array, initial = 0): number {
  let sum = sumWords(bytes, initial);
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
