import {
  type AddressTypeMatch,
  CONNECTION_STATES,
  type FlagsMatch,
  LIMIT_UNITS,
  type Match,
  TCP_FLAG_NAMES,
} from '../../kernel/netfilter/rule.ts';
import { conntrackText } from '../../kernel/netfilter/rule-text.ts';
import { NotSimulated } from '../not-simulated.ts';
import { conntrackOptions } from './conntrack-match.ts';
import type { Dialect } from './dialect.ts';
import { maskedMark } from './mark.ts';
import { ports, states } from './match-values.ts';
import { icmpType } from './names.ts';
import { ParameterProblem } from './problem.ts';
import { SELDOM, unsigned } from './seldom-matches.ts';

/** What an option makes of a match. */
export type Change<M> = (match: M, value: string, not: boolean) => M;

/** An extension: what `-m NAME` begins with, its options, and what is missing at the end. */
export interface Extension<M extends Match> {
  readonly begin: M;
  readonly options: Readonly<Record<string, Change<M>>>;
  readonly missing?: (match: M) => string | undefined;
}

type Kind = Match['kind'];

function portOptions<M extends Extract<Match, { kind: 'tcp' | 'udp' }>>(): Extension<M>['options'] {
  const sourcePort: Change<M> = (match, value, not) => ({ ...match, sourcePort: ports(value, not) });
  const destinationPort: Change<M> = (match, value, not) => ({ ...match, destinationPort: ports(value, not) });
  return {
    '--sport': sourcePort,
    '--source-port': sourcePort,
    '--dport': destinationPort,
    '--destination-port': destinationPort,
  };
}

function addressType(text: string, not: boolean): AddressTypeMatch {
  const type = (['LOCAL', 'BROADCAST', 'MULTICAST', 'UNICAST'] as const).find((known) => known === text.toUpperCase());
  if (type === undefined) throw new ParameterProblem(`addrtype: bad type "${text}"`);
  return { type, ...(not && { not }) };
}

type Multiport = Extract<Match, { kind: 'multiport' }>;

const multiport =
  (which: Multiport['which']): Change<Multiport> =>
  (match, value, not) => {
    const list = value.split(',').map((each) => ports(each, false));
    const places = list.reduce((sum, { first, last }) => sum + (first === last ? 1 : 2), 0);
    if (places > MOST_PORTS) throw new ParameterProblem('too many ports specified');
    return { ...match, which, ports: list, ...(not && { not }) };
  };

/** XT_MULTI_PORTS; a range takes two places. */
const MOST_PORTS = 15;

/** `SYN,RST SYN`: both lists in one text. */
function tcpFlags(text: string, not: boolean): FlagsMatch {
  const bits = (names: string): number =>
    names.split(',').reduce((sum, name) => {
      const upper = name.toUpperCase();
      const bit =
        upper === 'ALL' ? 0x3f : upper === 'NONE' ? 0 : TCP_FLAG_NAMES.find(([known]) => known === upper)?.[1];
      if (bit === undefined) throw new ParameterProblem(`Unknown TCP flag \`${name}'`);
      return sum | bit;
    }, 0);
  const [mask = '', set = ''] = text.split(' ');
  return { mask: bits(mask), set: bits(set), ...(not && { not }) };
}

/** `5/s`, `10/minute`: 1/10000 s from one packet to the next. */
function limitPeriod(text: string): number {
  const [, count = '', unit = 's'] = /^(\d+)(?:\/([a-z]+))?$/i.exec(text) ?? [];
  const names = ['second', 'minute', 'hour', 'day'];
  const full = names.find((name) => name.startsWith(unit.toLowerCase()));
  const seconds = LIMIT_UNITS.find(([name]) => full?.startsWith(name))?.[1];
  if (!Number(count) || seconds === undefined) throw new ParameterProblem(`bad rate "${text}"'`);
  return Math.floor((seconds * 10_000) / Number(count));
}

const ttlOption =
  <M extends Extract<Match, { kind: 'ttl' | 'hl' }>>(how: M['how']): Change<M> =>
  (match, value, not) => ({
    ...match,
    ...{ how, value: unsigned(`${match.kind}:--${match.kind}-${how}`, value, 255), ...(not && { not }) },
  });

const EXTENSIONS: { readonly [K in Kind]: Extension<Extract<Match, { kind: K }>> } = {
  tcp: {
    begin: { kind: 'tcp' },
    options: {
      ...portOptions<Extract<Match, { kind: 'tcp' }>>(),
      '--syn': (match, _, not) => ({ ...match, flags: { mask: 0x17, set: 0x02, ...(not && { not }) } }),
      '--tcp-flags': (match, value, not) => ({ ...match, flags: tcpFlags(value, not) }),
    },
  },
  limit: {
    begin: { kind: 'limit', period: 12_000_000, burst: 5 },
    options: {
      '--limit': (match, value) => ({ ...match, period: limitPeriod(value) }),
      '--limit-burst': (match, value) => ({ ...match, burst: Number(value) }),
    },
  },
  mark: {
    begin: { kind: 'mark', value: 0, mask: 0 },
    options: { '--mark': (match, value, not) => ({ ...match, ...maskedMark(value), ...(not && { not }) }) },
    missing: (match) => (match.mask === 0 ? 'mark: option "--mark" must be specified\n' : undefined),
  },
  ttl: {
    begin: { kind: 'ttl', how: 'eq', value: -1 },
    options: {
      '--ttl-eq': ttlOption('eq'),
      '--ttl': ttlOption('eq'),
      '--ttl-lt': ttlOption('lt'),
      '--ttl-gt': ttlOption('gt'),
    },
    missing: (match) =>
      match.value < 0 ? "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt" : undefined,
  },
  hl: {
    begin: { kind: 'hl', how: 'eq', value: -1 },
    options: {
      '--hl-eq': ttlOption('eq'),
      '--hl': ttlOption('eq'),
      '--hl-lt': ttlOption('lt'),
      '--hl-gt': ttlOption('gt'),
    },
    missing: (match) =>
      match.value < 0 ? "HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'" : undefined,
  },
  length: {
    begin: { kind: 'length', first: 0, last: -1 },
    options: {
      '--length': (match, value, not) => {
        const [first = '0', last = first] = value.split(':');
        const least = unsigned('length:--length', first || '0', 65_535);
        const most = unsigned('length:--length', last || '65535', 65_535, least, true);
        return { ...match, first: least, last: most, ...(not && { not }) };
      },
    },
    missing: (match) => (match.last < 0 ? 'length: option "--length" must be specified\n' : undefined),
  },
  ...SELDOM,
  udp: { begin: { kind: 'udp' }, options: portOptions() },
  icmp: {
    begin: { kind: 'icmp', type: 255 },
    options: { '--icmp-type': (match, value, not) => ({ ...match, ...icmpType(value, 'icmp'), ...(not && { not }) }) },
  },
  icmp6: {
    begin: { kind: 'icmp6', type: 255 },
    options: {
      '--icmpv6-type': (match, value, not) => ({ ...match, ...icmpType(value, 'icmp6'), ...(not && { not }) }),
    },
  },
  conntrack: {
    begin: { kind: 'conntrack', states: [] },
    options: conntrackOptions(),
    missing: (match) => (conntrackText(match) === '' ? 'conntrack: At least one option is required' : undefined),
  },
  state: {
    begin: { kind: 'state', states: [] },
    options: {
      '--state': (match, value, not) => ({
        ...match,
        ...{ states: states(value, 'state', CONNECTION_STATES), ...(not && { not }) },
      }),
    },
    missing: (match) => (match.states.length === 0 ? 'state: option "--state" must be specified\n' : undefined),
  },
  multiport: {
    begin: { kind: 'multiport', which: 'ports', ports: [] },
    options: { '--ports': multiport('ports'), '--sports': multiport('sports'), '--dports': multiport('dports') },
    missing: (match) => (match.ports.length === 0 ? 'no ports specified' : undefined),
  },
  addrtype: {
    begin: { kind: 'addrtype' },
    options: {
      '--src-type': (match, value, not) => ({ ...match, sourceType: addressType(value, not) }),
      '--dst-type': (match, value, not) => ({ ...match, destinationType: addressType(value, not) }),
    },
    missing: (match) =>
      match.sourceType || match.destinationType ? undefined : 'addrtype: you must specify --src-type or --dst-type',
  },
  physdev: {
    begin: { kind: 'physdev' },
    options: {
      '--physdev-in': (match, name, not) => ({ ...match, in: { name, ...(not && { not }) } }),
      '--physdev-out': (match, name, not) => ({ ...match, out: { name, ...(not && { not }) } }),
    },
    missing: (match) => (match.in || match.out ? undefined : 'PHYSDEV: no physdev option specified'),
  },
  comment: {
    begin: { kind: 'comment', text: '' },
    options: { '--comment': (match, text) => ({ ...match, text }) },
    missing: (match) => (match.text === '' ? 'comment: option "--comment" must be specified\n' : undefined),
  },
};

/** Extensions that iptables has and the simulation lacks. */
const LACKING = ['hashlimit', 'connmark', 'set', 'owner', 'helper', 'socket', 'realm', 'ecn', 'cpu', 'devgroup'];
const MORE_LACKING = [
  'time',
  'quota',
  'tcpmss',
  'esp',
  'sctp',
  'dccp',
  'rpfilter',
  'u32',
  'bpf',
  'cgroup',
  ...['frag', 'eui64', 'rt', 'dst', 'hbh', 'ipv6header', 'ah', 'mh', 'srh'],
];

/** Options of the extensions above that the simulation lacks. */
const LACKING_OPTIONS = ['--tcp-option', '--ctexpire'];
const MORE_LACKING_OPTIONS = ['--ctstatus', '--limit-iface-in', '--limit-iface-out', '--physdev-is-bridged'];

/** Begins a match as `-m NAME` does. Throws for names that there are none of. */
export function beginMatch(written: string, { foreign }: Dialect): Match {
  const name = written === 'icmpv6' ? 'icmp6' : written;
  if (name in EXTENSIONS && !foreign.has(name as Kind)) return EXTENSIONS[name as Kind].begin;
  if (LACKING.includes(name) || MORE_LACKING.includes(name)) throw new NotSimulated(`iptables -m ${name}`);
  throw new ParameterProblem(`Couldn't load match \`${name}':No such file or directory\n`);
}

/** The match after an option of its extension; undefined where it has no such option. */
export function changeMatch(match: Match, option: string, value: () => string, not: boolean): Match | undefined {
  const extension = EXTENSIONS[match.kind] as unknown as Extension<Match>;
  return extension.options[option]?.(match, value(), not);
}

/** Throws where a match lacks what it needs. */
export function checkMatch(match: Match): void {
  const extension = EXTENSIONS[match.kind] as unknown as Extension<Match>;
  const missing = extension.missing?.(match);
  if (missing !== undefined) throw new ParameterProblem(missing);
}

export function unknownOption(option: string): Error {
  const lacking = LACKING_OPTIONS.includes(option) || MORE_LACKING_OPTIONS.includes(option);
  return lacking ? new NotSimulated(`iptables ${option}`) : new ParameterProblem(`unknown option "${option}"`);
}
