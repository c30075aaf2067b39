import { internetChecksum, viewOf } from './bytes.ts';
import { PROTOCOL_TCP } from './ipv4.ts';
import { sumPseudoHeader } from './pseudo-header.ts';
import { emitTcpOptions, parseTcpOptions, type TcpOptions } from './tcp-options.ts';

/** Bits of a segment's flags (RFC 9293 §3.1, RFC 3168). */
export const TCP_FLAG = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
  ece: 0x40,
  cwr: 0x80,
} as const;

const HEADER = 20;

/** A TCP segment (RFC 9293). */
export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Modulo 2³², as `acknowledgement`. */
  readonly sequence: number;
  readonly acknowledgement: number;
  /** Bits of {@link TCP_FLAG}. */
  readonly flags: number;
  /** As on the wire: not yet scaled. */
  readonly window: number;
  readonly urgentPointer: number;
  readonly options: TcpOptions;
  readonly payload: Uint8Array;
}

/**
 * The payload shares `bytes`. The addresses, IPv4 or IPv6, are those of the packet around it.
 * Undefined for a wrong data offset, malformed options or a wrong checksum.
 */
export function parseTcp(bytes: Uint8Array, source: string, destination: string): TcpSegment | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = viewOf(bytes);
  const header = (view.getUint8(12) >> 4) * 4;
  if (header < HEADER || header > bytes.length) return undefined;
  const initial = sumPseudoHeader(source, destination, PROTOCOL_TCP, bytes.length);
  const options = parseTcpOptions(bytes.subarray(HEADER, header));
  if (options === undefined || internetChecksum(bytes, initial) !== 0) return undefined;
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledgement: view.getUint32(8),
    flags: view.getUint8(13),
    window: view.getUint16(14),
    urgentPointer: view.getUint16(18),
    options,
    payload: bytes.subarray(header),
  };
}

export function emitTcp(segment: TcpSegment, source: string, destination: string): Uint8Array {
  const options = emitTcpOptions(segment.options);
  const header = HEADER + options.length;
  const bytes = new Uint8Array(header + segment.payload.length);
  const view = viewOf(bytes);
  view.setUint16(0, segment.sourcePort);
  view.setUint16(2, segment.destinationPort);
  view.setUint32(4, segment.sequence);
  view.setUint32(8, segment.acknowledgement);
  view.setUint8(12, (header / 4) << 4);
  view.setUint8(13, segment.flags);
  view.setUint16(14, segment.window);
  view.setUint16(18, segment.urgentPointer);
  bytes.set(options, HEADER);
  bytes.set(segment.payload, header);
  view.setUint16(16, internetChecksum(bytes, sumPseudoHeader(source, destination, PROTOCOL_TCP, bytes.length)));
  return bytes;
}
