import type { IpPacket } from '../../inet/ip-packet.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';

/**
 * One direction of a connection (struct nf_conntrack_tuple). The ports of an ICMP
 * query are its id as the source's, and type × 256 + code as the destination's; other protocols have zeros.
 */
export interface Tuple {
  readonly protocol: number;
  readonly source: IpAddress;
  readonly sourcePort: number;
  readonly destination: IpAddress;
  readonly destinationPort: number;
}

const ICMP_HEADER = 8;

/** ICMP queries and their answers (net/netfilter/nf_conntrack_proto_icmp.c, invmap). */
const ANSWERS = new Map([
  [0, 8],
  [8, 0],
  [13, 14],
  [14, 13],
  [15, 16],
  [16, 15],
  [17, 18],
  [18, 17],
]);

/** And of ICMPv6 (nf_conntrack_proto_icmpv6.c). */
const ANSWERS6 = new Map([
  [128, 129],
  [129, 128],
  [139, 140],
  [140, 139],
]);

const answersOf = (protocol: number): ReadonlyMap<number, number> =>
  protocol === PROTOCOL_ICMPV6 ? ANSWERS6 : ANSWERS;

/** The ICMP of either family. */
export const isIcmp = (protocol: number): boolean => protocol === PROTOCOL_ICMP || protocol === PROTOCOL_ICMPV6;

/** What connection the packet belongs to, in its direction; undefined where it is too short to tell. */
export function tupleOf(packet: IpPacket): Tuple | undefined {
  const { length, headerLength: at, protocol, source, destination } = packet;
  switch (protocol) {
    case PROTOCOL_TCP:
    case PROTOCOL_UDP:
      if (length < at + 8) return undefined;
      return { protocol, source, sourcePort: packet.word(at), destination, destinationPort: packet.word(at + 2) };
    case PROTOCOL_ICMP:
    case PROTOCOL_ICMPV6:
      if (length < at + ICMP_HEADER) return undefined;
      return { protocol, source, sourcePort: packet.word(at + 4), destination, destinationPort: packet.word(at) };
    default:
      return { protocol, source, sourcePort: 0, destination, destinationPort: 0 };
  }
}

/** Is this the type of an ICMP query or of an answer to one: what has an id? */
export const isIcmpQuery = (protocol: number, type: number): boolean => answersOf(protocol).has(type);

/** The other direction; undefined for an ICMP message that has none. */
export function invert({ protocol, source, sourcePort, destination, destinationPort }: Tuple): Tuple | undefined {
  if (!isIcmp(protocol)) {
    return {
      protocol,
      source: destination,
      sourcePort: destinationPort,
      destination: source,
      destinationPort: sourcePort,
    };
  }
  const answer = answersOf(protocol).get(destinationPort >> 8);
  if (answer === undefined) return undefined;
  return {
    protocol,
    source: destination,
    sourcePort,
    destination: source,
    destinationPort: (answer << 8) | (destinationPort & 0xff),
  };
}

export const equal = (a: Tuple, b: Tuple): boolean =>
  a.source === b.source &&
  a.destination === b.destination &&
  a.sourcePort === b.sourcePort &&
  a.destinationPort === b.destinationPort &&
  a.protocol === b.protocol;

function digest(address: IpAddress): number {
  if (typeof address === 'number') return address;
  let bits = 0;
  for (let i = 0; i < address.length; i++) bits = Math.imul(bits, 31) + address.charCodeAt(i);
  return bits;
}

/** A 32-bit number to find the tuple by. */
export function hash({ protocol, source, sourcePort, destination, destinationPort }: Tuple): number {
  let bits = Math.imul(digest(source), 0x9e3779b1) ^ Math.imul(digest(destination), 0x85ebca6b);
  bits ^= Math.imul((sourcePort << 16) | destinationPort, 0xc2b2ae35) ^ protocol;
  return bits ^ (bits >>> 15);
}
