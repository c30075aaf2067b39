import { bytesToIpv4, ipv4ToBytes } from './address.ts';
import { internetChecksum, viewOf } from './bytes.ts';

export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;

const HEADER = 20;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;

/** An IPv4 packet (RFC 791). */
export interface Ipv4Packet {
  readonly tos: number;
  readonly id: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In bytes: a multiple of 8. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  /** Emitted with zeros (End of Option List) up to a multiple of 4 bytes; 40 at most. */
  readonly options: Uint8Array;
  readonly payload: Uint8Array;
}

/** Where the header and the packet end as the header tells, when version, lengths and checksum are right. */
function boundsOf(bytes: Uint8Array): { header: number; total: number } | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = viewOf(bytes);
  const header = (view.getUint8(0) & 0x0f) * 4;
  const total = view.getUint16(2);
  if (view.getUint8(0) >> 4 !== 4 || header < HEADER || header > bytes.length || total < header) return undefined;
  return internetChecksum(bytes.subarray(0, header)) === 0 ? { header, total } : undefined;
}

/**
 * The beginning of a packet, as an ICMP error quotes it: the payload is what there is of it.
 * Otherwise as {@link parseIpv4Packet}.
 */
export function parseQuotedIpv4(bytes: Uint8Array): Ipv4Packet | undefined {
  const bounds = boundsOf(bytes);
  if (bounds === undefined) return undefined;
  const view = viewOf(bytes);
  const fragment = view.getUint16(6);
  return {
    tos: view.getUint8(1),
    id: view.getUint16(4),
    dontFragment: (fragment & DONT_FRAGMENT) !== 0,
    moreFragments: (fragment & MORE_FRAGMENTS) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    ttl: view.getUint8(8),
    protocol: view.getUint8(9),
    source: bytesToIpv4(bytes.subarray(12)),
    destination: bytesToIpv4(bytes.subarray(16)),
    options: bytes.subarray(HEADER, bounds.header),
    payload: bytes.subarray(bounds.header, bounds.total),
  };
}

/**
 * Options and payload share `bytes`; what lies behind the total length is cut off as padding.
 * Undefined for a wrong version, length or header checksum.
 */
export function parseIpv4Packet(bytes: Uint8Array): Ipv4Packet | undefined {
  if (bytes.length < HEADER || viewOf(bytes).getUint16(2) > bytes.length) return undefined;
  return parseQuotedIpv4(bytes);
}

export function emitIpv4Packet(packet: Ipv4Packet): Uint8Array {
  const header = HEADER + Math.ceil(packet.options.length / 4) * 4;
  const bytes = new Uint8Array(header + packet.payload.length);
  const view = viewOf(bytes);
  view.setUint8(0, 0x40 | (header / 4));
  view.setUint8(1, packet.tos);
  view.setUint16(2, bytes.length);
  view.setUint16(4, packet.id);
  const flags = (packet.dontFragment ? DONT_FRAGMENT : 0) | (packet.moreFragments ? MORE_FRAGMENTS : 0);
  view.setUint16(6, flags | (packet.fragmentOffset >> 3));
  view.setUint8(8, packet.ttl);
  view.setUint8(9, packet.protocol);
  bytes.set(ipv4ToBytes(packet.source), 12);
  bytes.set(ipv4ToBytes(packet.destination), 16);
  bytes.set(packet.options, HEADER);
  bytes.set(packet.payload, header);
  view.setUint16(10, internetChecksum(bytes.subarray(0, header)));
  return bytes;
}
