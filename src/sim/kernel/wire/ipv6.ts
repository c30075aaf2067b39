import { bytesToIpv6, ipv6ToBytes } from './address.ts';
import { viewOf } from './bytes.ts';

export const PROTOCOL_ICMPV6 = 58;

const HEADER = 40;

/** An IPv6 packet (RFC 8200); extension headers, if any, are the beginning of the payload. */
export interface Ipv6Packet {
  readonly trafficClass: number;
  readonly flowLabel: number;
  /** What the payload begins with: numbers of IPv4's protocol field. */
  readonly nextHeader: number;
  readonly hopLimit: number;
  readonly source: string;
  readonly destination: string;
  readonly payload: Uint8Array;
}

/** The payload shares `bytes`; what lies behind its length is cut off. Undefined for a wrong version or length. */
export function parseIpv6Packet(bytes: Uint8Array): Ipv6Packet | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = viewOf(bytes);
  const first = view.getUint32(0);
  const end = HEADER + view.getUint16(4);
  if (first >>> 28 !== 6 || end > bytes.length) return undefined;
  return {
    trafficClass: (first >>> 20) & 0xff,
    flowLabel: first & 0xfffff,
    nextHeader: view.getUint8(6),
    hopLimit: view.getUint8(7),
    source: bytesToIpv6(bytes.subarray(8)),
    destination: bytesToIpv6(bytes.subarray(24)),
    payload: bytes.subarray(HEADER, end),
  };
}

export function emitIpv6Packet(packet: Ipv6Packet): Uint8Array {
  const bytes = new Uint8Array(HEADER + packet.payload.length);
  const view = viewOf(bytes);
  view.setUint32(0, (6 << 28) | (packet.trafficClass << 20) | packet.flowLabel);
  view.setUint16(4, packet.payload.length);
  view.setUint8(6, packet.nextHeader);
  view.setUint8(7, packet.hopLimit);
  bytes.set(ipv6ToBytes(packet.source), 8);
  bytes.set(ipv6ToBytes(packet.destination), 24);
  bytes.set(packet.payload, HEADER);
  return bytes;
}
