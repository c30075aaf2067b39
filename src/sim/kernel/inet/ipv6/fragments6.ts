import { type Micros, SECOND } from '../../clock.ts';
import { viewOf } from '../../wire/bytes.ts';
import { Reassembly, type ReassemblyOptions } from '../reassembly.ts';
import { FRAGMENT, IPV6_HEADER, Packet6 } from './packet6.ts';

/** IPV6_FRAG_TIMEOUT. */
const TIMEOUT: Micros = 60 * SECOND;
const FRAGMENT_HEADER = 8;

/** Cuts a packet that was made here, without extension headers, into pieces that fit `mtu` (RFC 8200 §4.5, ip6_fragment). */
export function fragment6(packet: Packet6, mtu: number, id: number): Packet6[] {
  const room = (mtu - IPV6_HEADER - FRAGMENT_HEADER) & ~7;
  const payload = packet.bytes.subarray(IPV6_HEADER);
  const pieces: Packet6[] = [];
  for (let at = 0; at < payload.length; at += room) {
    const part = payload.subarray(at, at + room);
    const bytes = new Uint8Array(IPV6_HEADER + FRAGMENT_HEADER + part.length);
    bytes.set(packet.bytes.subarray(0, IPV6_HEADER));
    const view = viewOf(bytes);
    bytes[IPV6_HEADER] = packet.bytes[6] ?? 0;
    bytes[6] = FRAGMENT;
    view.setUint16(IPV6_HEADER + 2, at | (at + room < payload.length ? 1 : 0));
    view.setUint32(IPV6_HEADER + 4, id);
    bytes.set(part, IPV6_HEADER + FRAGMENT_HEADER);
    const piece = new Packet6(bytes);
    piece.seal();
    pieces.push(piece);
  }
  return pieces;
}

/** The packet as it was before it was cut: the fragment header goes. */
function wholeLike(first: Packet6, payload: Uint8Array): Packet6 {
  const { at = IPV6_HEADER, namedAt = 6 } = first.fragment ?? {};
  const bytes = new Uint8Array(at + payload.length);
  bytes.set(first.bytes.subarray(0, at));
  bytes[namedAt] = first.bytes[at] ?? 0;
  bytes.set(payload, at);
  const whole = new Packet6(bytes);
  whole.seal();
  whole.inDevice = first.inDevice;
  whole.mark = first.mark;
  return whole;
}

/** Reassembly of IPv6 packets. */
export const reassembly6 = (options: Pick<ReassemblyOptions<Packet6>, 'after' | 'expired'>): Reassembly<Packet6> =>
  new Reassembly({ ...options, timeout: TIMEOUT, whole: wholeLike });
