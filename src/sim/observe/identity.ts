import { formatIpv4 } from '../kernel/wire/address.ts';
import { parseArp } from '../kernel/wire/arp.ts';
import { viewOf } from '../kernel/wire/bytes.ts';
import { type DnsMessage, parseDns } from '../kernel/wire/dns.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../kernel/wire/ethernet.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../kernel/wire/ipv4.ts';
import { TCP_FLAG } from '../kernel/wire/tcp.ts';
import { identifyPacket6 } from './identity6.ts';

export type ExchangeKind = 'arp' | 'ndp' | 'ping' | 'dns' | 'tcp' | 'udp' | 'other';

/** Of what exchange a packet is part, as its own bytes say: other addresses after NAT make another `flow`. */
export interface Identity {
  readonly kind: ExchangeKind;
  /** What tells it from others between the same ends: an identifier, a sequence number. */
  readonly tag: string;
  /** Addresses, with their port where there is one. */
  readonly from: string;
  readonly to: string;
  /** It may begin an exchange: a question, a first segment. */
  readonly opens: boolean;
  /** It is an answer to what opened the exchange. */
  readonly answers: boolean;
  readonly dns?: DnsMessage;
  /** An ICMP error: all else is then said of the packet that it quotes. */
  readonly error?: { readonly type: number; readonly code: number };
}

const ETHERNET_HEADER = 14;
const ICMP = { reply: 0, request: 8 } as const;
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const DNS_PORT = 53;
const EMBEDDED_RESOLVER = '127.0.0.11';

/** The same for a question and its answer. */
export const flowOf = ({ kind, from, to, tag }: Pick<Identity, 'kind' | 'from' | 'to' | 'tag'>): string =>
  `${kind} ${from < to ? `${from} ${to}` : `${to} ${from}`} ${tag}`;

/** What a frame is part of; undefined for what is not followed, and what is malformed. */
export function identifyFrame(frame: Uint8Array): Identity | undefined {
  if (frame.length < ETHERNET_HEADER) return undefined;
  const type = viewOf(frame).getUint16(12);
  if (type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6) return identifyPacket(frame.subarray(ETHERNET_HEADER));
  return type === ETHERTYPE_ARP ? identifyArp(frame.subarray(ETHERNET_HEADER)) : undefined;
}

function identifyArp(bytes: Uint8Array): Identity | undefined {
  const packet = parseArp(bytes);
  if (packet === undefined) return undefined;
  const { senderIp: from, targetIp: to, operation } = packet;
  const opens = operation === 'request';
  return { kind: 'arp', tag: '', from, to, opens, answers: !opens };
}

/** What a packet of either family is part of. */
export function identifyPacket(bytes: Uint8Array): Identity | undefined {
  if (bytes.length < 20) return undefined;
  if ((bytes[0] ?? 0) >> 4 === 6) return identifyPacket6(bytes, identifyTransport);
  const view = viewOf(bytes);
  const payload = bytes.subarray(((bytes[0] ?? 0) & 0x0f) * 4);
  const from = formatIpv4(view.getUint32(12));
  const to = formatIpv4(view.getUint32(16));
  if ((view.getUint16(6) & 0x1fff) > 0 || payload.length < 8) return other(bytes[9] ?? 0, from, to);
  if (bytes[9] === PROTOCOL_ICMP) return identifyIcmp(payload, from, to);
  return identifyTransport(bytes[9] ?? 0, payload, from, to);
}

function identifyTransport(protocol: number, payload: Uint8Array, from: string, to: string): Identity | undefined {
  switch (protocol) {
    case PROTOCOL_TCP:
      return identifyTcp(payload, from, to);
    case PROTOCOL_UDP:
      return identifyUdp(payload, from, to);
    default:
      return other(protocol, from, to);
  }
}

const other = (protocol: number, from: string, to: string): Identity => ({
  kind: 'other',
  tag: String(protocol),
  from,
  to,
  opens: true,
  answers: false,
});

function identifyIcmp(message: Uint8Array, from: string, to: string): Identity | undefined {
  const view = viewOf(message);
  const [type, code] = [view.getUint8(0), view.getUint8(1)];
  if (ICMP_ERRORS.has(type)) {
    const quoted = identifyPacket(message.subarray(8));
    return quoted && { ...quoted, opens: false, answers: false, error: { type, code } };
  }
  if (type !== ICMP.request && type !== ICMP.reply) return other(PROTOCOL_ICMP, from, to);
  const tag = `${view.getUint16(4)}/${view.getUint16(6)}`;
  return { kind: 'ping', tag, from, to, opens: type === ICMP.request, answers: type === ICMP.reply };
}

function identifyTcp(segment: Uint8Array, from: string, to: string): Identity {
  const view = viewOf(segment);
  const source = `${from}:${view.getUint16(0)}`;
  const destination = `${to}:${view.getUint16(2)}`;
  // A quoted segment has only its first eight bytes.
  const flags = segment.length > 13 ? view.getUint8(13) : 0;
  const syn = (flags & TCP_FLAG.syn) !== 0;
  const ack = (flags & TCP_FLAG.ack) !== 0;
  return {
    kind: 'tcp',
    tag: '',
    from: source,
    to: destination,
    opens: syn && !ack,
    answers: syn && ack,
  };
}

function identifyUdp(datagram: Uint8Array, from: string, to: string): Identity {
  const view = viewOf(datagram);
  const [sourcePort, destinationPort] = [view.getUint16(0), view.getUint16(2)];
  const ends = { from: `${from}:${sourcePort}`, to: `${to}:${destinationPort}` };
  const dns = speaksDns(from, to, sourcePort, destinationPort) ? parseDns(datagram.subarray(8)) : undefined;
  if (dns === undefined) {
    return { kind: 'udp', tag: '', ...ends, opens: true, answers: false };
  }
  return { kind: 'dns', tag: String(dns.id), ...ends, opens: !dns.response, answers: dns.response, dns };
}

/** The engine's resolver listens at a port of its own choice behind NAT. */
const speaksDns = (from: string, to: string, ...ports: readonly number[]): boolean =>
  ports.includes(DNS_PORT) || from === EMBEDDED_RESOLVER || to === EMBEDDED_RESOLVER;
