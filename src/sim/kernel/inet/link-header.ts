import { allocate } from '../wire/memory.ts';

/** The 14 bytes of an Ethernet header; MACs as 48-bit numbers. */
export function linkHeader(destination: number, source: number, etherType: number): Uint8Array {
  const header = new Uint8Array(14);
  const view = new DataView(header.buffer);
  view.setUint16(0, Math.floor(destination / 2 ** 32));
  view.setUint32(2, destination % 2 ** 32);
  view.setUint16(6, Math.floor(source / 2 ** 32));
  view.setUint32(8, source % 2 ** 32);
  view.setUint16(12, etherType);
  return header;
}

/** A frame: `payload` behind such a header. */
export function frameOf(destination: number, source: number, etherType: number, payload: Uint8Array): Uint8Array {
  const frame = allocate(14 + payload.length);
  frame.set(linkHeader(destination, source, etherType));
  frame.set(payload, 14);
  return frame;
}
