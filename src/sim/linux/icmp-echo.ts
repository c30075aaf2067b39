import type { Datagram } from '../kernel/socket.ts';
import { viewOf } from '../kernel/wire/bytes.ts';
import { emitIcmp, type IcmpError, parseIcmp } from '../kernel/wire/icmp.ts';
import { emitIcmpv6, type Icmpv6Error, readIcmpv6 } from '../kernel/wire/icmpv6.ts';
import { PROTOCOL_ICMP, parseIpv4Packet, parseQuotedIpv4 } from '../kernel/wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../kernel/wire/ipv6.ts';

interface Reply {
  readonly kind: 'reply';
  readonly source: string;
  readonly sequence: number;
  readonly ttl: number;
  readonly data: Uint8Array;
}

interface EchoError<K, E> {
  readonly kind: K;
  readonly source: string;
  readonly sequence: number;
  readonly error: E;
}

/** What came in at a raw ICMP socket in answer to one of our echo requests. */
export type EchoAnswer = Reply | EchoError<'error', IcmpError> | EchoError<'error6', Icmpv6Error>;

/** Echoes of one family: which raw socket they need, and what goes and comes through it. */
export interface Echoes {
  readonly family: 'inet' | 'inet6';
  readonly protocol: number;
  /** An echo request that carries `data`; the kernel completes the checksum of IPv6's. */
  request(id: number, sequence: number, data: Uint8Array): Uint8Array;
  /** Reads what came; undefined where it does not answer a request with this `id`. */
  answer(datagram: Datagram, id: number): EchoAnswer | undefined;
}

const ECHOES: Echoes = {
  family: 'inet',
  protocol: PROTOCOL_ICMP,
  request: (id, sequence, data) =>
    emitIcmp({ type: 'echo-request', id: id & 0xffff, sequence: sequence & 0xffff, data }),
  answer({ data: packet }, id) {
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
  },
};

const IPV6_HEADER = 40;
const FRAGMENT = 44;
const FRAGMENT_HEADER = 8;
const ICMPV6_ECHO_REQUEST = 128;

/** The echo request that an error quotes, which may be its first fragment. */
function quotedEcho(original: Uint8Array, id: number): number | undefined {
  const cut = original[6] === FRAGMENT;
  const echo = original.subarray(IPV6_HEADER + (cut ? FRAGMENT_HEADER : 0));
  if (original[cut ? IPV6_HEADER : 6] !== PROTOCOL_ICMPV6 || echo.length < 8 || echo[0] !== ICMPV6_ECHO_REQUEST)
    return undefined;
  const view = viewOf(echo);
  return view.getUint16(4) === id ? view.getUint16(6) : undefined;
}

const ECHOES6: Echoes = {
  family: 'inet6',
  protocol: PROTOCOL_ICMPV6,
  request: (id, sequence, data) =>
    emitIcmpv6({ type: 'echo-request', id: id & 0xffff, sequence: sequence & 0xffff, data }, '::', '::'),
  answer({ data: bytes, from, hopLimit: ttl = 0 }, id) {
    const icmp = readIcmpv6(bytes);
    if (icmp === undefined || from.family !== 'inet6' || icmp.type === 'echo-request') return undefined;
    const source = from.scope === undefined ? from.address : `${from.address}%${from.scope}`;
    if ('data' in icmp)
      return icmp.id === id ? { kind: 'reply', source, sequence: icmp.sequence, ttl, data: icmp.data } : undefined;
    const sequence = 'original' in icmp ? quotedEcho(icmp.original, id) : undefined;
    return sequence === undefined ? undefined : { kind: 'error6', source, sequence, error: icmp as Icmpv6Error };
  },
};

export const echoesOf = (family: 'inet' | 'inet6'): Echoes => (family === 'inet' ? ECHOES : ECHOES6);
