import { concatBytes, internetChecksum, viewOf } from './bytes.ts';
import type { IcmpEcho } from './icmp.ts';
import { PROTOCOL_ICMPV6 } from './ipv6.ts';
import { emitNdp, type NdpMessage, parseNdp } from './ndp.ts';
import { sumPseudoHeader } from './pseudo-header.ts';

/** An error fits the minimum MTU with its IPv6 header (RFC 4443 §2.4 c). */
const ORIGINAL_LIMIT = 1280 - 40 - 8;

export interface Icmpv6Error {
  readonly type: 'destination-unreachable' | 'packet-too-big' | 'time-exceeded';
  /** As RFC 4443 §3.1 and §3.3 number them. */
  readonly code: number;
  /** In bytes, for `packet-too-big`; 0 elsewhere. */
  readonly mtu: number;
  /** The packet in question, from its IPv6 header on; cut to what fits 1280 bytes when emitted. */
  readonly original: Uint8Array;
}

/** An ICMPv6 message (RFC 4443, RFC 4861). */
export type Icmpv6Message = IcmpEcho | Icmpv6Error | NdpMessage;

const NUMBERS: Readonly<Record<Icmpv6Message['type'], number>> = {
  'destination-unreachable': 1,
  'packet-too-big': 2,
  'time-exceeded': 3,
  'echo-request': 128,
  'echo-reply': 129,
  'router-solicitation': 133,
  'neighbour-solicitation': 135,
  'neighbour-advertisement': 136,
};
const TYPES = new Map(Object.entries(NUMBERS).map(([type, number]) => [number, type as Icmpv6Message['type']]));

/**
 * `data` and `original` share `bytes`. The addresses are those of the packet around it; that neighbour discovery came
 * with hop limit 255 is the caller's to check. Undefined for other types, a wrong checksum or length.
 */
export function parseIcmpv6(bytes: Uint8Array, source: string, destination: string): Icmpv6Message | undefined {
  if (bytes.length < 8) return undefined;
  if (internetChecksum(bytes, sumPseudoHeader(source, destination, PROTOCOL_ICMPV6, bytes.length)) !== 0) {
    return undefined;
  }
  return readIcmpv6(bytes);
}

/** As {@link parseIcmpv6}, of what the kernel has checked already. */
export function readIcmpv6(bytes: Uint8Array): Icmpv6Message | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const type = TYPES.get(view.getUint8(0));
  const rest = bytes.subarray(8);
  switch (type) {
    case undefined:
      return undefined;
    case 'echo-request':
    case 'echo-reply':
      return { type, id: view.getUint16(4), sequence: view.getUint16(6), data: rest };
    case 'destination-unreachable':
    case 'packet-too-big':
    case 'time-exceeded':
      return { type, code: view.getUint8(1), mtu: view.getUint32(4), original: rest };
    default:
      return parseNdp(type, bytes.subarray(4));
  }
}

/** What follows the checksum. */
function emitBody(message: Icmpv6Message): Uint8Array {
  const word = new Uint8Array(4);
  if ('data' in message) {
    viewOf(word).setUint16(0, message.id);
    viewOf(word).setUint16(2, message.sequence);
    return concatBytes(word, message.data);
  }
  if (!('original' in message)) return emitNdp(message);
  viewOf(word).setUint32(0, message.mtu);
  return concatBytes(word, message.original.subarray(0, ORIGINAL_LIMIT));
}

export function emitIcmpv6(message: Icmpv6Message, source: string, destination: string): Uint8Array {
  const code = 'code' in message ? message.code : 0;
  const bytes = concatBytes(Uint8Array.of(NUMBERS[message.type], code, 0, 0), emitBody(message));
  const initial = sumPseudoHeader(source, destination, PROTOCOL_ICMPV6, bytes.length);
  viewOf(bytes).setUint16(2, internetChecksum(bytes, initial));
  return bytes;
}
