import { SECOND } from '../../kernel/clock.ts';
import type { ConnectionInfo, TupleInfo } from '../../kernel/netlink.ts';

export interface FlowFormat {
  /** `-o extended`: the layer 3 protocol comes first. */
  readonly extended?: boolean;
  /** `-o id`. */
  readonly id?: boolean;
  /** An event: neither mark nor use are told. */
  readonly event?: boolean;
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

function tupleText({ source, destination, ports, icmp }: TupleInfo): string {
  const ends = `src=${source} dst=${destination} `;
  if (ports) return `${ends}sport=${ports[0]} dport=${ports[1]} `;
  return icmp ? `${ends}type=${icmp.type} code=${icmp.code} id=${icmp.id} ` : ends;
}

/** A line of conntrack, without its end (libnetfilter_conntrack, snprintf_default.c). */
export function flowText(flow: ConnectionInfo, { extended, id, event }: FlowFormat): string {
  const { protocol, timeout, state, seenReply, assured, mark } = flow;
  const seconds = Math.max(0, Math.floor(timeout / SECOND));
  return [
    extended ? (flow.original.source.includes(':') ? 'ipv6     10 ' : 'ipv4     2 ') : '',
    `${(PROTOCOLS[protocol] ?? 'unknown').padEnd(8)} ${protocol} `,
    event && seconds === 0 ? '' : `${seconds} `,
    state === undefined ? '' : `${state} `,
    tupleText(flow.original),
    seenReply ? '' : '[UNREPLIED] ',
    tupleText(flow.reply),
    assured ? '[ASSURED] ' : '',
    event ? '' : `mark=${mark} use=1${id ? ` id=${flow.id}` : ''} `,
  ]
    .join('')
    .trimEnd();
}
