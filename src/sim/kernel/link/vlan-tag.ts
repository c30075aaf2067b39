/** TPID of a customer tag (IEEE 802.1Q). */
const TPID = 0x8100;
/** Where the tag stands in a frame: after both addresses. */
const TAG = 12;
const TAG_LENGTH = 4;

/** The VLAN of a tagged frame, 0–4095; undefined for others. */
export function vlanOf(frame: Uint8Array): number | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < TAG + TAG_LENGTH || view.getUint16(TAG) !== TPID) return undefined;
  return view.getUint16(TAG + 2) & 0xfff;
}

/** The frame with a tag of this VLAN, priority 0. */
export function tagged(frame: Uint8Array, id: number): Uint8Array {
  const out = new Uint8Array(frame.length + TAG_LENGTH);
  out.set(frame.subarray(0, TAG));
  out.set(frame.subarray(TAG), TAG + TAG_LENGTH);
  const view = new DataView(out.buffer);
  view.setUint16(TAG, TPID);
  view.setUint16(TAG + 2, id);
  return out;
}

/** A tagged frame without its tag. */
export function untagged(frame: Uint8Array): Uint8Array {
  const out = new Uint8Array(frame.length - TAG_LENGTH);
  out.set(frame.subarray(0, TAG));
  out.set(frame.subarray(TAG + TAG_LENGTH), TAG);
  return out;
}
