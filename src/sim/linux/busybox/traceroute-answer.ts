import type { Datagram } from '../../kernel/socket.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { parseIcmp } from '../../kernel/wire/icmp.ts';
import { readIcmpv6 } from '../../kernel/wire/icmpv6.ts';
import { PROTOCOL_UDP, parseIpv4Packet, parseQuotedIpv4 } from '../../kernel/wire/ipv4.ts';

/** What came back for a probe. */
export interface Answer {
  readonly from: string;
  /** The TTL that it arrived with, and the bytes of its ICMP message. */
  readonly ttl: number;
  readonly bytes: number;
  readonly to: string;
  /** `hop`: its TTL ran out there; `there`: it arrived; else why it could not be delivered. */
  readonly kind: 'hop' | 'there' | `!${string}`;
}

/** How a probe is told from those of others. */
export interface Probe {
  /** Its source port, or its ICMP id. */
  readonly id: number;
  readonly sequence: number;
  /** Where it was sent; undefined where it is an echo request. */
  readonly port: number | undefined;
}

const UNREACHABLE: readonly Answer['kind'][] = [
  ...(['!N', '!H', '!P', 'there', '!F', '!S', '!U', '!W', '!I', '!A', '!C', '!T', '!U', '!A'] as const),
];

const UNREACHABLE6: readonly Answer['kind'][] = ['!N', '!P', '!S', '!H', 'there'];

function isOurs(protocol: number, payload: Uint8Array, { id, sequence, port }: Probe): boolean {
  if (payload.length < 8) return false;
  const view = viewOf(payload);
  if (port === undefined) return view.getUint16(4) === id && view.getUint16(6) === (sequence & 0xffff);
  return protocol === PROTOCOL_UDP && view.getUint16(0) === id && view.getUint16(2) === port;
}

/** What an IPv4 packet tells of a probe; undefined where that is nothing. */
export function answerOf({ data: packet }: Datagram, probe: Probe): Answer | undefined {
  const ip = parseIpv4Packet(packet);
  const icmp = ip && parseIcmp(ip.payload);
  if (ip === undefined || icmp === undefined) return undefined;
  const answer = { from: ip.source, ttl: ip.ttl, bytes: ip.payload.length, to: ip.destination };
  if ('data' in icmp) {
    const { type, id, sequence } = icmp;
    const replied = type === 'echo-reply' && probe.port === undefined && id === probe.id && sequence === probe.sequence;
    return replied ? { ...answer, kind: 'there' } : undefined;
  }
  const quoted = parseQuotedIpv4(icmp.original);
  if (quoted === undefined || !isOurs(quoted.protocol, quoted.payload, probe)) return undefined;
  if (icmp.type === 'time-exceeded') return { ...answer, kind: 'hop' };
  return icmp.type === 'destination-unreachable'
    ? { ...answer, kind: UNREACHABLE[icmp.code] ?? `!<${icmp.code}>` }
    : undefined;
}

const IPV6_HEADER = 40;

/** As {@link answerOf}, of IPv6, where sockets get the ICMPv6 message alone. */
export function answer6Of({ data, from, hopLimit: ttl = 0 }: Datagram, probe: Probe): Answer | undefined {
  const icmp = readIcmpv6(data);
  if (icmp === undefined || !('original' in icmp) || from.family !== 'inet6') return undefined;
  const { original, type, code } = icmp;
  if (!isOurs(original[6] ?? 0, original.subarray(IPV6_HEADER), probe)) return undefined;
  const answer = { from: from.address, ttl, bytes: data.length, to: '' };
  if (type === 'time-exceeded') return { ...answer, kind: 'hop' };
  return type === 'destination-unreachable' ? { ...answer, kind: UNREACHABLE6[code] ?? `!<${code}>` } : undefined;
}
