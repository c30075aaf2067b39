import { type Micros, SECOND, type Timer } from '../clock.ts';
import { Packet } from './packet.ts';
import { Reassembly } from './reassembly.ts';

/** IP_FRAG_TIME. */
const TIMEOUT: Micros = 30 * SECOND;

/** Cuts a packet into pieces that fit `mtu` (RFC 791 §3.2, ip_fragment). Options stay on each piece. */
export function fragment(packet: Packet, mtu: number): Packet[] {
  const header = packet.headerLength;
  const room = (mtu - header) & ~7;
  const payload = packet.payload;
  const pieces: Packet[] = [];
  for (let at = 0; at < payload.length; at += room) {
    const part = payload.subarray(at, at + room);
    const bytes = new Uint8Array(header + part.length);
    bytes.set(packet.bytes.subarray(0, header));
    bytes.set(part, header);
    const piece = new Packet(bytes);
    piece.setFragment(packet.fragmentOffset + at, packet.moreFragments || at + room < payload.length);
    piece.seal();
    pieces.push(piece);
  }
  return pieces;
}

/** Reassembly of IPv4 packets. */
export class Fragments extends Reassembly<Packet> {
  /** @param expired called when a packet did not get whole within 30 s, with its first piece where that came */
  constructor(after: (delay: Micros, fire: () => void) => Timer, expired: (first: Packet | undefined) => void) {
    super({ timeout: TIMEOUT, after, whole: wholeLike, expired });
  }
}

function wholeLike(first: Packet, payload: Uint8Array): Packet {
  const header = first.headerLength;
  const bytes = new Uint8Array(header + payload.length);
  bytes.set(first.bytes.subarray(0, header));
  bytes.set(payload, header);
  const whole = new Packet(bytes);
  whole.setFragment(0, false);
  whole.seal();
  whole.inDevice = first.inDevice;
  whole.mark = first.mark;
  return whole;
}
