import type { IpPacket } from '../inet/ip-packet.ts';
import { Packet6 } from '../inet/ipv6/packet6.ts';
import { Packet } from '../inet/packet.ts';
import { PROTOCOL_TCP } from '../wire/ipv4.ts';
import type { Passage } from './compile.ts';
import { writeWord } from './nat/checksum.ts';
import type { Mangling } from './rule.ts';

const OPTION_MSS = 2;
const CHECKSUM = 16;
const HEADERS = { ipv4: 40, ipv6: 60 };

/** The type of service, of IPv6 the traffic class. */
export const serviceOf = (packet: IpPacket): number =>
  packet instanceof Packet ? packet.tos : (packet.word(0) >> 4) & 0xff;

/** What the targets of the table mangle do to a packet. */
export function mangle(target: Mangling, passage: Passage): void {
  const { packet } = passage;
  switch (target.kind) {
    case 'TTL':
    case 'HL':
      return setTtl(packet, target);
    case 'TOS':
      return setService(packet, (serviceOf(packet) & ~target.mask) ^ target.value);
    case 'DSCP':
      return setService(packet, (serviceOf(packet) & 3) | (target.value << 2));
    case 'TCPMSS':
      return limitSegments(packet, target.mss ?? clampedMss(passage));
  }
}

function setTtl(packet: IpPacket, { how, value }: Extract<Mangling, { kind: 'TTL' | 'HL' }>): void {
  if (!(packet instanceof Packet || packet instanceof Packet6)) return;
  const wanted = how === 'set' ? value : packet.ttl + (how === 'inc' ? value : -value);
  packet.own();
  packet.ttl = Math.max(0, Math.min(255, wanted));
}

function setService(packet: IpPacket, service: number): void {
  packet.own();
  if (packet instanceof Packet) {
    packet.putWord(0, (packet.word(0) & 0xff00) | service);
    packet.seal();
  } else if (packet instanceof Packet6) {
    const word = (packet.word(0) & 0xf00f) | (service << 4);
    packet.bytes[0] = word >> 8;
    packet.bytes[1] = word & 0xff;
  }
}

/** What the device it leaves by, and the one that it came in by, have room for (tcpmss_mangle_packet). */
function clampedMss({ packet }: Passage): number {
  const mtus = [packet.outDevice, packet.inDevice].map((device) => device?.mtu ?? Number.POSITIVE_INFINITY);
  return Math.min(...mtus) - (packet instanceof Packet ? HEADERS.ipv4 : HEADERS.ipv6);
}

/** Never raises it. */
function limitSegments(packet: IpPacket, mss: number): void {
  const at = packet.headerLength;
  if (packet.protocol !== PROTOCOL_TCP || packet.isFragment) return;
  const end = at + (packet.byte(at + 12) >> 4) * 4;
  for (let option = at + 20; option < end; ) {
    const kind = packet.byte(option);
    if (kind === OPTION_MSS) {
      if (packet.word(option + 2) <= mss) return;
      packet.own();
      writeWord(packet.bytes, option + 2, mss, at + CHECKSUM);
      return;
    }
    option += kind < OPTION_MSS ? 1 : Math.max(2, packet.byte(option + 1));
  }
}
