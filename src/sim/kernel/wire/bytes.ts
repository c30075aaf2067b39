/** Big-endian reads and writes over `bytes`, which it shares. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
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
  return sumRange(bytes, 0, bytes.length, initial);
}

/** As {@link sumWords}, of the bytes from `start` to before `end`. */
function sumRange(bytes: Uint8Array, start: number, end: number, initial = 0): number {
  const even = start + ((end - start) & ~1);
  let sum = initial;
  for (let i = start; i < even; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
  return even === end ? sum : sum + ((bytes[even] as number) << 8);
}

/** A sum of 16-bit words as the checksum that it makes (RFC 1071). */
function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff;
}

/**
 * The Internet checksum (RFC 1071): 0 over data that holds a right one.
 * @param initial a sum to start from ({@link sumWords}, of a pseudo-header)
 */
export function internetChecksum(bytes: Uint8Array, initial = 0): number {
  return fold(sumWords(bytes, initial));
}

/** As {@link internetChecksum}, of the bytes from `start` to before `end`: for the hot path, which makes no sub-arrays. */
export const checksumRange = (bytes: Uint8Array, start: number, end: number): number =>
  fold(sumRange(bytes, start, end));

export const word = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

/** Four bytes as an unsigned number. */
export const long = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

export function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

export function putLong(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
