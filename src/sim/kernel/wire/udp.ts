import { internetChecksum, viewOf } from './bytes.ts';
import { PROTOCOL_UDP } from './ipv4.ts';
import { sumPseudoHeader } from './pseudo-header.ts';

const HEADER = 8;

/** A UDP datagram (RFC 768). */
export interface UdpDatagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

/**
 * The payload shares `bytes`. The addresses, IPv4 or IPv6, are those of the packet around it.
 * Undefined for a wrong length or checksum; without a checksum (0) a datagram is good over IPv4 only (RFC 8200 §8.1).
 */
export function parseUdp(bytes: Uint8Array, source: string, destination: string): UdpDatagram | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint16(4);
  if (length < HEADER || length > bytes.length) return undefined;
  const datagram = bytes.subarray(0, length);
  const unchecked = view.getUint16(6) === 0 && !source.includes(':');
  const initial = sumPseudoHeader(source, destination, PROTOCOL_UDP, length);
  if (!unchecked && (view.getUint16(6) === 0 || internetChecksum(datagram, initial) !== 0)) return undefined;
  return { sourcePort: view.getUint16(0), destinationPort: view.getUint16(2), payload: datagram.subarray(HEADER) };
}

export function emitUdp(datagram: UdpDatagram, source: string, destination: string): Uint8Array {
  const bytes = new Uint8Array(HEADER + datagram.payload.length);
  const view = viewOf(bytes);
  view.setUint16(0, datagram.sourcePort);
  view.setUint16(2, datagram.destinationPort);
  view.setUint16(4, bytes.length);
  bytes.set(datagram.payload, HEADER);
  const checksum = internetChecksum(bytes, sumPseudoHeader(source, destination, PROTOCOL_UDP, bytes.length));
  // 0 would say that there is no checksum (RFC 768).
  view.setUint16(6, checksum || 0xffff);
  return bytes;
}
