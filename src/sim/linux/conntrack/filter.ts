import type { ConnectionInfo } from '../../kernel/netlink.ts';
import { inSubnet, parseIpv4 } from '../../kernel/wire/address.ts';
import type { Options } from '../getopt.ts';
import { ConntrackProblem } from './problem.ts';

type Test = (flow: ConnectionInfo) => boolean;

const NUMBERS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

function protocolNumber(name: string): number {
  const number = NUMBERS[name.toLowerCase()] ?? (/^\d+$/.test(name) ? Number(name) : undefined);
  if (number === undefined) throw new ConntrackProblem(`\`${name}' unsupported protocol`);
  return number;
}

/** An address, or a network: is it the one that `end` of a flow names? */
function within(text: string, end: (flow: ConnectionInfo) => string): Test {
  const [address = '', prefix = '32'] = text.split('/');
  if (parseIpv4(address) === undefined || !/^\d+$/.test(prefix) || Number(prefix) > 32)
    throw new ConntrackProblem(`Invalid IP address \`${text}'`);
  return (flow) => inSubnet(end(flow), address, Number(prefix));
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
    case 'state':
      return ({ state }) => state === value;
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
  return (flow) => tests.every((test) => test(flow));
}
