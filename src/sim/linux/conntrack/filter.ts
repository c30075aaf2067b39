import type { ConnectionInfo } from '../../kernel/netlink.ts';
import { inSubnet, ipv6NetworkOf } from '../../kernel/wire/address.ts';
import { parseIp } from '../../kernel/wire/ip-address.ts';
import type { Options } from '../getopt.ts';
import { ConntrackProblem } from './problem.ts';

type Test = (flow: ConnectionInfo) => boolean;

const NUMBERS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

function protocolNumber(name: string): number {
  const number = NUMBERS[name.toLowerCase()] ?? (/^\d+$/.test(name) ? Number(name) : undefined);
  if (number === undefined) throw new ConntrackProblem(`\`${name}' unsupported protocol`);
  return number;
}

const isIpv6 = ({ original }: ConnectionInfo): boolean => original.source.includes(':');

/** Those of one family where one is named. */
function familyOf(options: Options): Test {
  const named = options.value('f');
  if (named === undefined) return () => true;
  if (named !== 'ipv4' && named !== 'ipv6') throw new ConntrackProblem(`\`${named}' unsupported protocol`);
  return (flow) => isIpv6(flow) === (named === 'ipv6');
}

const TCP_STATES = [
  ...['NONE', 'SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'TIME_WAIT', 'CLOSE'],
  ...['LISTEN', 'SYN_SENT2'],
];

function checkState(state: string): string {
  if (!TCP_STATES.includes(state)) throw new ConntrackProblem(`unknown TCP state \`${state}'`);
  return state;
}

/** An address, or a network: is it the one that `end` of a flow names? */
function within(text: string, end: (flow: ConnectionInfo) => string): Test {
  const [address = '', length] = text.split('/');
  const host = parseIp(address);
  const width = typeof host === 'string' ? 128 : 32;
  const prefix = Number(length ?? width);
  if (host === undefined || !(prefix >= 0 && prefix <= width))
    throw new ConntrackProblem(`Invalid IP address \`${text}'`);
  if (width === 32) return (flow) => !isIpv6(flow) && inSubnet(end(flow), address, prefix);
  const network = ipv6NetworkOf(address, prefix);
  return (flow) => isIpv6(flow) && ipv6NetworkOf(end(flow), prefix) === network;
}

/** A moved end: anywhere, or to this address. */
const moved = (address: string, side: 'source' | 'destination', to: (flow: ConnectionInfo) => string): Test => {
  const named = address === '' ? () => true : within(address, to);
  return (flow) => flow.translated[side] && named(flow);
};

const ADDRESSES: Readonly<Record<string, (flow: ConnectionInfo) => string>> = {
  s: ({ original }) => original.source,
  d: ({ original }) => original.destination,
  r: ({ reply }) => reply.source,
  q: ({ reply }) => reply.destination,
};

const PORTS: Readonly<Record<string, (flow: ConnectionInfo) => number | undefined>> = {
  sport: ({ original }) => original.ports?.[0],
  dport: ({ original }) => original.ports?.[1],
  'reply-port-src': ({ reply }) => reply.ports?.[0],
  'reply-port-dst': ({ reply }) => reply.ports?.[1],
};

const STATUSES: Readonly<Record<string, Test>> = {
  ASSURED: ({ assured }) => assured,
  SEEN_REPLY: ({ seenReply }) => seenReply,
  UNSET: ({ seenReply, assured }) => !seenReply && !assured,
  SRC_NAT: ({ translated }) => translated.source,
  DST_NAT: ({ translated }) => translated.destination,
};

function testOf(key: string, value: string): Test | undefined {
  const [address, port] = [ADDRESSES[key], PORTS[key]];
  if (address) return within(value, address);
  if (port) return (flow) => port(flow) === Number(value);
  switch (key) {
    case 'p': {
      const number = protocolNumber(value);
      return ({ protocol }) => protocol === number;
    }
    case 'state': {
      const wanted = checkState(value);
      return ({ state }) => state === wanted;
    }
    case 'm':
      return ({ mark }) => mark === Number(value);
    case 'u': {
      const tests = value.split(',').map((name) => STATUSES[name]);
      if (tests.includes(undefined)) throw new ConntrackProblem(`Bad parameter \`${value}'`);
      return (flow) => tests.every((test) => test?.(flow));
    }
    case 'n':
      return moved(value, 'source', ({ reply }) => reply.destination);
    case 'g':
      return moved(value, 'destination', ({ reply }) => reply.source);
    case 'j':
      return ({ translated }) => translated.source || translated.destination;
    default:
      return undefined;
  }
}

/** Which flows the options let through. Ports and states are known where a protocol has them. Throws {@link ConntrackProblem}. */
export function flowFilter(options: Options): Test {
  const protocol = options.has('p') ? protocolNumber(options.value('p') ?? '') : undefined;
  for (const [key] of options.order) {
    const needs = key === 'state' ? protocol === 6 : !(key in PORTS) || protocol === 6 || protocol === 17;
    if (!needs) throw new ConntrackProblem(`unknown option \`--${key}'`);
  }
  const tests = options.order.map(([key, value]) => testOf(key, value)).filter((test) => test !== undefined);
  const ofFamily = familyOf(options);
  return (flow) => ofFamily(flow) && tests.every((test) => test(flow));
}
