import { viewOf } from '../kernel/wire/bytes.ts';
import { emitIcmp, type IcmpError, parseIcmp } from '../kernel/wire/icmp.ts';
import { parseIpv4Packet, parseQuotedIpv4 } from '../kernel/wire/ipv4.ts';

/** What came in at a raw ICMP socket in answer to one of our echo requests. */
export type EchoAnswer =
  | {
      readonly kind: 'reply';
      readonly source: string;
      readonly sequence: number;
      readonly ttl: number;
      readonly data: Uint8Array;
    }
  | { readonly kind: 'error'; readonly source: string; readonly sequence: number; readonly error: IcmpError };

/** An echo request that carries `data`. */
export const echoRequest = (id: number, sequence: number, data: Uint8Array): Uint8Array =>
  emitIcmp({ type: 'echo-request', id: id & 0xffff, sequence: sequence & 0xffff, data });

/** Reads a whole IP packet; undefined where it does not answer a request with this `id`. */
export function parseEchoAnswer(packet: Uint8Array, id: number): EchoAnswer | undefined {
  const ip = parseIpv4Packet(packet);
  const icmp = ip && parseIcmp(ip.payload);
  if (ip === undefined || icmp === undefined || icmp.type === 'echo-request') return undefined;
  const { source, ttl } = ip;
  if ('data' in icmp)
    return icmp.id === id ? { kind: 'reply', source, sequence: icmp.sequence, ttl, data: icmp.data } : undefined;
  const quoted = parseQuotedIpv4(icmp.original);
  if (quoted === undefined || quoted.payload.length < 8 || quoted.payload[0] !== 8) return undefined;
  const view = viewOf(quoted.payload);
  return view.getUint16(4) === id ? { kind: 'error', source, sequence: view.getUint16(6), error: icmp } : undefined;
}
