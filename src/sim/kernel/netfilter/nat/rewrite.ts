import type { IpPacket } from '../../inet/ip-packet.ts';
import { viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import type { Side } from '../conntrack/connection.ts';
import { isIcmp, isIcmpQuery, type Tuple } from '../conntrack/tuple.ts';
import { adjustAddress, writeWord } from './checksum.ts';

/** Where each transport keeps its checksum; all but ICMP's cover the addresses. */
const CHECKSUM_AT = new Map([
  [PROTOCOL_TCP, 16],
  [PROTOCOL_UDP, 6],
  [PROTOCOL_ICMP, 2],
  [PROTOCOL_ICMPV6, 2],
]);

/** Does the packet say already what {@link rewrite} would have it say? */
export function agrees(packet: IpPacket, to: Tuple, side: Side): boolean {
  if (packet[side] !== to[side]) return false;
  const { bytes, headerLength, protocol } = packet;
  const at = portAt(packet, side);
  if (at === undefined) return true;
  const port = isIcmp(protocol) ? to.sourcePort : portOf(to, side);
  return (((bytes[headerLength + at] ?? 0) << 8) | (bytes[headerLength + at + 1] ?? 0)) === port;
}

const portOf = (tuple: Tuple, side: Side): number => (side === 'source' ? tuple.sourcePort : tuple.destinationPort);

/** Where the port of that side stands in the transport's header, the id of an ICMP query; undefined where there is none. */
function portAt({ bytes, headerLength, protocol }: IpPacket, side: Side): number | undefined {
  if (isIcmp(protocol)) return isIcmpQuery(protocol, bytes[headerLength] ?? 0) ? 4 : undefined;
  if (!CHECKSUM_AT.has(protocol)) return undefined;
  return side === 'source' ? 0 : 2;
}

/** nf_nat_manip_pkt(): gives the packet that side of `to`, in place, checksums included. It may be cut short. */
export function rewrite(packet: IpPacket, to: Tuple, side: Side): void {
  const before = packet[side];
  packet[side] = to[side];
  const { bytes, headerLength, protocol } = packet;
  const place = CHECKSUM_AT.get(protocol);
  if (place === undefined) return;
  const checksumAt = headerLength + place;
  const view = viewOf(bytes);
  const has = checksumAt + 2 <= bytes.length && (protocol !== PROTOCOL_UDP || view.getUint16(checksumAt) !== 0);
  const at = portAt(packet, side);
  if (at !== undefined) {
    const port = isIcmp(protocol) ? to.sourcePort : portOf(to, side);
    writeWord(bytes, headerLength + at, port, has ? checksumAt : bytes.length);
  }
  if (!has || protocol === PROTOCOL_ICMP) return;
  const checksum = adjustAddress(view.getUint16(checksumAt), before, to[side]);
  view.setUint16(checksumAt, protocol === PROTOCOL_UDP ? checksum || 0xffff : checksum);
}
