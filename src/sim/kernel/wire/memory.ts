/** How much is asked of the engine at once. A piece that somebody keeps keeps the others of its slab: hence no more. */
const SLAB = 65_536;

let slab = new ArrayBuffer(SLAB);
let used = 0;

/**
 * New bytes, all zero, for a frame or packet: cut from a slab, since a typed array with a buffer of its own costs ten
 * times as much as the rest of a hop (docs/decisions/0010-what-a-packet-costs.md). Two pieces may share a buffer.
 */
export function allocate(length: number): Uint8Array {
  if (length > SLAB >> 3) return new Uint8Array(length);
  if (used + length > SLAB) {
    slab = new ArrayBuffer(SLAB);
    used = 0;
  }
  const bytes = new Uint8Array(slab, used, length);
  used = (used + length + 7) & ~7;
  return bytes;
}
