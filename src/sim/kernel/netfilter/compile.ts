import { matches as inSubnet, maskOf } from '../inet/address-table.ts';
import type { IpPacket } from '../inet/ip-packet.ts';
import { bitsOf, maskBits } from '../inet/ipv6/address.ts';
import type { NetDevice } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { PROTOCOL_ICMP } from '../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../wire/ipv6.ts';
import type { Chain, Decision, Rule } from './chain.ts';
import type { Conntrack } from './conntrack/conntrack.ts';
import { stateOf, UNTRACKED } from './conntrack/tracked.ts';
import type { Family } from './family.ts';
import { mangle, serviceOf } from './mangle.ts';
import { recentTest } from './recent.ts';
import type {
  AddressMatch,
  AddressTypeMatch,
  FlagsMatch,
  InterfaceMatch,
  Match,
  PortMatch,
  RuleSpec,
  Target,
} from './rule.ts';
import {
  connlimitTest,
  conntrackTest,
  frameTypeTest,
  macTest,
  rangeTest,
  statisticTest,
  stringTest,
} from './seldom-matches.ts';

/** A packet at a hook (struct nf_hook_state). */
export interface Passage {
  readonly family: Family;
  readonly conntrack: Conntrack;
  readonly hook: HookName;
  readonly packet: IpPacket;
  /** The ports of the bridge, for what only crosses one. */
  readonly physicalIn: NetDevice | undefined;
  readonly physicalOut: NetDevice | undefined;
}

export type Test = (passage: Passage) => boolean;

/** A rule ready to be asked. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly tests: readonly Test[];
  /** Does it hold for all packets of a connection in one direction, or for none? */
  readonly steady: boolean;
  /** Where it holds, does it do no more than count, lead on and accept? */
  readonly plain: boolean;
  /** What it means when it matches: nothing but counting, another chain, the chain's end, or a decision. */
  readonly action: 'count' | 'jump' | 'goto' | 'return' | 'decide' | 'change';
  /** What such a rule does to a packet before it goes on. */
  readonly apply: ((passage: Passage) => void) | undefined;
  readonly next: Chain | undefined;
  readonly decision: Decision;
}

/** @param find the chain that a jump leads to */
export function compileRule(rule: Rule, chain: Chain, find: (name: string) => Chain): CompiledRule {
  const { target } = rule.spec;
  const next = target && 'chain' in target ? find(target.chain) : undefined;
  const apply = changeOf(target);
  return {
    rule,
    tests: testsOf(rule.spec),
    steady: rule.spec.fragment === undefined && (rule.spec.matches ?? []).every(isSteady),
    plain: target === undefined || PLAIN_TARGETS.has(target.kind),
    action: actionOf(rule.spec),
    apply,
    next,
    decision: { chain, rule },
  };
}

function changeOf(target: Target | undefined): CompiledRule['apply'] {
  switch (target?.kind) {
    case 'MARK':
      return ({ packet }) => {
        packet.mark = ((packet.mark & ~target.mask) ^ target.value) >>> 0;
      };
    case 'NOTRACK':
    case 'CT':
      return ({ packet }) => {
        packet.connection ??= UNTRACKED;
      };
    case 'TTL':
    case 'HL':
    case 'TOS':
    case 'DSCP':
    case 'TCPMSS':
      return (passage) => mangle(target, passage);
    default:
      return undefined;
  }
}

/** Matches that look at more than addresses, ports, devices and the connection's state. */
const UNSTEADY: ReadonlySet<Match['kind']> = new Set([
  'limit',
  'mark',
  'ttl',
  'hl',
  'length',
  'mac',
  'connlimit',
  'recent',
  'statistic',
  'pkttype',
  'tos',
  'dscp',
  'string',
]);
const PLAIN_TARGETS: ReadonlySet<string> = new Set(['jump', 'goto', 'RETURN', 'ACCEPT']);

const isSteady = (match: Match): boolean => !UNSTEADY.has(match.kind) && !(match.kind === 'tcp' && match.flags);

function actionOf({ target }: RuleSpec): CompiledRule['action'] {
  if (changeOf(target)) return 'change';
  switch (target?.kind) {
    case undefined:
      return 'count';
    case 'jump':
    case 'goto':
      return target.kind;
    case 'RETURN':
      return 'return';
    case 'LOG':
      return 'change';
    default:
      return 'decide';
  }
}

function testsOf(spec: RuleSpec): Test[] {
  const { source, destination, inInterface, outInterface, protocol } = spec;
  const tests: (Test | undefined)[] = [
    inInterface && interfaceTest(inInterface, ({ packet }) => packet.inDevice),
    outInterface && interfaceTest(outInterface, ({ packet }) => packet.outDevice),
    source && addressTest(source, ({ source: address }) => address),
    destination && addressTest(destination, ({ destination: address }) => address),
    protocol && invertible(protocol, ({ packet }) => packet.protocol === protocol.number),
    spec.fragment && invertible(spec.fragment, ({ packet }) => packet.fragmentOffset !== 0),
    ...(spec.matches ?? []).flatMap(matchTests),
  ];
  return tests.filter((test) => test !== undefined);
}

const invertible = ({ not }: { readonly not?: boolean }, test: Test): Test =>
  not ? (passage) => !test(passage) : test;

function interfaceTest(match: InterfaceMatch, device: (passage: Passage) => NetDevice | undefined): Test {
  const { name } = match;
  if (!name.endsWith('+')) return invertible(match, (passage) => device(passage)?.name === name);
  const start = name.slice(0, -1);
  return invertible(match, (passage) => device(passage)?.name.startsWith(start) ?? start === '');
}

function addressTest(match: AddressMatch, side: (packet: IpPacket) => IpAddress): Test {
  const holds = rangeOf(match);
  return invertible(match, ({ packet }) => holds(side(packet)));
}

const rangeOf = (match: AddressMatch): ((address: IpAddress) => boolean) =>
  typeof match.address === 'number' ? subnetTest(match.address, match.prefix) : subnet6Test(match);

function subnetTest(network: number, prefix: number): (address: IpAddress) => boolean {
  const mask = maskOf(prefix);
  return (address) => inSubnet(address as number, network, mask);
}

function subnet6Test({ address: network, prefix }: AddressMatch): (address: IpAddress) => boolean {
  if (prefix === 128) return (address) => address === network;
  const mask = maskBits(prefix);
  const bits = bitsOf(`${network}`);
  return (address) => (bitsOf(`${address}`) & mask) === bits;
}

function portTest(match: PortMatch, offset: number): Test {
  return invertible(match, ({ packet }) => {
    const port = packet.word(packet.headerLength + offset);
    return port >= match.first && port <= match.last;
  });
}

function typeTest(match: AddressTypeMatch, side: (packet: IpPacket) => IpAddress): Test {
  const wanted = match.type.toLowerCase();
  return invertible(match, ({ family, packet }) => family.typeOf(side(packet)) === wanted);
}

/** Ports and types are in the first fragment only; later ones match nothing that asks for them. */
const first: Test = ({ packet }) => packet.fragmentOffset === 0;

function matchTests(match: Match): (Test | undefined)[] {
  switch (match.kind) {
    case 'tcp':
    case 'udp':
      return [
        first,
        match.sourcePort && portTest(match.sourcePort, 0),
        match.destinationPort && portTest(match.destinationPort, 2),
        match.kind === 'tcp' && match.flags ? flagsTest(match.flags) : undefined,
      ];
    case 'icmp':
    case 'icmp6':
      return [first, invertible(match, ({ packet }) => hasIcmpType(packet, match))];
    case 'conntrack':
      return [conntrackTest(match, rangeOf)];
    case 'state':
      return [invertible(match, ({ packet }) => match.states.includes(stateOf(packet)))];
    case 'multiport':
      return [first, invertible(match, multiportTest(match.which, match.ports))];
    case 'addrtype':
      return [
        match.sourceType && typeTest(match.sourceType, ({ source }) => source),
        match.destinationType && typeTest(match.destinationType, ({ destination }) => destination),
      ];
    case 'physdev':
      return [
        match.in && interfaceTest(match.in, ({ physicalIn }) => physicalIn),
        match.out && interfaceTest(match.out, ({ physicalOut }) => physicalOut),
      ];
    case 'comment':
      return [];
    case 'limit':
      return [limitTest(match.period, match.burst)];
    case 'mark':
      return [invertible(match, ({ packet }) => ((packet.mark ^ match.value) & match.mask) === 0)];
    case 'ttl':
    case 'hl':
      return [invertible(match, ({ packet }) => compareTtl(packet.ttl, match.how, match.value))];
    case 'mac':
      return [invertible(match, macTest(match.address))];
    case 'iprange':
      return [
        match.source &&
          invertible(
            match.source,
            rangeTest(match.source, ({ source }) => source),
          ),
        match.destination &&
          invertible(
            match.destination,
            rangeTest(match.destination, ({ destination }) => destination),
          ),
      ];
    case 'statistic':
      return [invertible(match, statisticTest(match))];
    case 'pkttype':
      return [invertible(match, frameTypeTest(match.type))];
    case 'tos':
      return [invertible(match, ({ packet }) => (serviceOf(packet) & match.mask) === match.value)];
    case 'dscp':
      return [invertible(match, ({ packet }) => serviceOf(packet) >> 2 === match.value)];
    case 'string':
      return [invertible(match, stringTest(match))];
    case 'connlimit':
      return [connlimitTest(match)];
    case 'recent':
      return [invertible(match, recentTest(match))];
    case 'length':
      return [invertible(match, ({ packet: { length } }) => length >= match.first && length <= match.last)];
  }
}

const FLAGS_AT = 13;

function flagsTest(match: FlagsMatch): Test {
  return invertible(match, ({ packet }) => (packet.byte(packet.headerLength + FLAGS_AT) & match.mask) === match.set);
}

function compareTtl(ttl: number, how: 'eq' | 'lt' | 'gt', value: number): boolean {
  if (how === 'eq') return ttl === value;
  return how === 'lt' ? ttl < value : ttl > value;
}

/** xt_limit: a bucket of `burst` tokens that one more falls into each `period` (1/10000 s). */
function limitTest(period: number, burst: number): Test {
  const span = period * 100;
  let tokens = burst;
  let filled: number | undefined;
  return ({ family }) => {
    const { now } = family.environment.clock;
    if (filled !== undefined) tokens = Math.min(burst, tokens + (now - filled) / span);
    filled = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

function multiportTest(which: 'sports' | 'dports' | 'ports', ports: readonly PortMatch[]): Test {
  const offsets = which === 'ports' ? [0, 2] : [which === 'sports' ? 0 : 2];
  const tests = ports.flatMap((port) => offsets.map((offset) => portTest(port, offset)));
  return (passage) => tests.some((test) => test(passage));
}

function hasIcmpType(packet: IpPacket, { kind, type, code }: Extract<Match, { kind: 'icmp' | 'icmp6' }>): boolean {
  const at = packet.headerLength;
  if (packet.protocol !== (kind === 'icmp' ? PROTOCOL_ICMP : PROTOCOL_ICMPV6) || packet.byte(at) !== type) return false;
  return code === undefined || packet.byte(at + 1) === code;
}
