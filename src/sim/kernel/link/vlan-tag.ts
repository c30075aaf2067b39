import { viewOf } from '../wire/bytes.ts';
import { ETHERTYPE_VLAN } from '../wire/ethernet.ts';

/** Where the tag (IEEE 802.1Q) stands in a frame: after both addresses. */
const TAG = 12;
const TAG_LENGTH = 4;

/** The VLAN of a tagged frame, 0–4095; undefined for others. */
export function vlanOf(frame: Uint8Array): number | undefined {
  const view = viewOf(frame);
  if (frame.length < TAG + TAG_LENGTH || view.getUint16(TAG) !== ETHERTYPE_VLAN) return undefined;
  return view.getUint16(TAG + 2) & 0xfff;
}

/** The frame with a tag of this VLAN, priority 0. */
export function tagged(frame: Uint8Array, id: number): Uint8Array {
  const out = new Uint8Array(frame.length + TAG_LENGTH);
  out.set(frame.subarray(0, TAG));
  out.set(frame.subarray(TAG), TAG + TAG_LENGTH);
  const view = viewOf(out);
  view.setUint16(TAG, ETHERTYPE_VLAN);
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
