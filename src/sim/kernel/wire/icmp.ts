import { concatBytes, internetChecksum, viewOf } from './bytes.ts';

/** Codes of « destination unreachable » (RFC 792, RFC 1812 §5.2.7.1). */
export const ICMP_UNREACHABLE = {
  net: 0,
  host: 1,
  protocol: 2,
  port: 3,
  fragmentationNeeded: 4,
  netProhibited: 9,
  hostProhibited: 10,
  adminProhibited: 13,
} as const;

/** Codes of « time exceeded » (RFC 792). */
export const ICMP_TIME_EXCEEDED = { ttl: 0, reassembly: 1 } as const;

const HEADER = 8;
/** An error is at most 576 bytes long with its IP header (RFC 1812 §4.3.2.3): this much is left for the datagram. */
const ORIGINAL_LIMIT = 576 - 20 - HEADER;

export interface IcmpEcho {
  readonly type: 'echo-request' | 'echo-reply';
  readonly id: number;
  readonly sequence: number;
  readonly data: Uint8Array;
}

export interface IcmpError {
  readonly type: 'destination-unreachable' | 'time-exceeded';
  /** One of {@link ICMP_UNREACHABLE} or {@link ICMP_TIME_EXCEEDED}. */
  readonly code: number;
  /** Next-hop MTU in bytes, for `fragmentationNeeded` (RFC 1191); 0 elsewhere. */
  readonly mtu: number;
  /** The datagram in question, from its IP header on; cut to what fits 576 bytes when emitted. */
  readonly original: Uint8Array;
}

/** An ICMP message (RFC 792). */
export type IcmpMessage = IcmpEcho | IcmpError;

const NUMBERS = { 'echo-reply': 0, 'destination-unreachable': 3, 'echo-request': 8, 'time-exceeded': 11 } as const;
const TYPES = new Map(Object.entries(NUMBERS).map(([type, number]) => [number, type as IcmpMessage['type']]));

/** `data` and `original` share `bytes`. Undefined for other types, a wrong checksum and fewer than 8 bytes. */
export function parseIcmp(bytes: Uint8Array): IcmpMessage | undefined {
  if (bytes.length < HEADER || internetChecksum(bytes) !== 0) return undefined;
  const view = viewOf(bytes);
  const type = TYPES.get(view.getUint8(0) as 0 | 3 | 8 | 11);
  const rest = bytes.subarray(HEADER);
  switch (type) {
    case undefined:
      return undefined;
    case 'echo-request':
    case 'echo-reply':
      return { type, id: view.getUint16(4), sequence: view.getUint16(6), data: rest };
    default:
      return { type, code: view.getUint8(1), mtu: view.getUint16(6), original: rest };
  }
}

export function emitIcmp(message: IcmpMessage): Uint8Array {
  const rest = 'data' in message ? message.data : message.original.subarray(0, ORIGINAL_LIMIT);
  const bytes = concatBytes(new Uint8Array(HEADER), rest);
  const view = viewOf(bytes);
  view.setUint8(0, NUMBERS[message.type]);
  if ('data' in message) {
    view.setUint16(4, message.id);
    view.setUint16(6, message.sequence);
  } else {
    view.setUint8(1, message.code);
    view.setUint16(6, message.mtu);
  }
  view.setUint16(2, internetChecksum(bytes));
  return bytes;
}
