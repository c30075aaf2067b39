import {
  type AddressTypeMatch,
  CONNECTION_STATES,
  type ConnectionState,
  type Match,
  type PortMatch,
} from '../../kernel/netfilter/rule.ts';
import { NotSimulated } from '../not-simulated.ts';
import { icmpType, portNumber } from './names.ts';
import { ParameterProblem } from './problem.ts';

/** What an option makes of a match. */
type Change<M> = (match: M, value: string, not: boolean) => M;

/** An extension: what `-m NAME` begins with, its options, and what is missing at the end. */
interface Extension<M extends Match> {
  readonly begin: M;
  readonly options: Readonly<Record<string, Change<M>>>;
  readonly missing?: (match: M) => string | undefined;
}

type Kind = Match['kind'];

function ports(text: string, not: boolean): PortMatch {
  const [first = '', last = first] = text.split(':');
  const range = { first: portNumber(first || '0'), last: portNumber(last || '65535') };
  if (range.last < range.first) throw new ParameterProblem('invalid portrange (min > max)');
  return { ...range, ...(not && { not }) };
}

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

function states(text: string, option: string): ConnectionState[] {
  return text.split(',').map((word) => {
    const state = CONNECTION_STATES.find((known) => known === word.toUpperCase());
    if (state === undefined) throw new ParameterProblem(`Bad ${option} "${word}"`);
    return state;
  });
}

const stateOption =
  <M extends Extract<Match, { kind: 'conntrack' | 'state' }>>(option: string): Change<M> =>
  (match, value, not) => ({ ...match, states: states(value, option), ...(not && { not }) });

function addressType(text: string, not: boolean): AddressTypeMatch {
  const type = (['LOCAL', 'BROADCAST', 'MULTICAST', 'UNICAST'] as const).find((known) => known === text.toUpperCase());
  if (type === undefined) throw new ParameterProblem(`addrtype: bad type \`${text}'`);
  return { type, ...(not && { not }) };
}

type Multiport = Extract<Match, { kind: 'multiport' }>;

const multiport =
  (which: Multiport['which']): Change<Multiport> =>
  (match, value, not) => ({
    ...match,
    which,
    ports: value.split(',').map((each) => ports(each, false)),
    ...(not && { not }),
  });

const EXTENSIONS: { readonly [K in Kind]: Extension<Extract<Match, { kind: K }>> } = {
  tcp: { begin: { kind: 'tcp' }, options: portOptions() },
  udp: { begin: { kind: 'udp' }, options: portOptions() },
  icmp: {
    begin: { kind: 'icmp', type: 255 },
    options: { '--icmp-type': (match, value, not) => ({ ...match, ...icmpType(value), ...(not && { not }) }) },
  },
  conntrack: {
    begin: { kind: 'conntrack', states: [] },
    options: { '--ctstate': stateOption('ctstate') },
    missing: (match) => (match.states.length === 0 ? 'conntrack: At least one option is required' : undefined),
  },
  state: {
    begin: { kind: 'state', states: [] },
    options: { '--state': stateOption('state') },
    missing: (match) => (match.states.length === 0 ? 'You must specify "--state"' : undefined),
  },
  multiport: {
    begin: { kind: 'multiport', which: 'ports', ports: [] },
    options: { '--ports': multiport('ports'), '--sports': multiport('sports'), '--dports': multiport('dports') },
    missing: (match) => (match.ports.length === 0 ? 'multiport expection an option' : undefined),
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
    missing: (match) => (match.text === '' ? 'comment: option "--comment" must be specified' : undefined),
  },
};

/** Extensions that iptables has and the simulation lacks. */
const LACKING = [
  'limit',
  'hashlimit',
  'mark',
  'connmark',
  'mac',
  'set',
  'owner',
  'recent',
  'string',
  'length',
  'ttl',
  'iprange',
];
const MORE_LACKING = [
  'time',
  'statistic',
  'connlimit',
  'tos',
  'dscp',
  'pkttype',
  'quota',
  'rpfilter',
  'u32',
  'bpf',
  'cgroup',
];

/** Options of the extensions above that the simulation lacks. */
const LACKING_OPTIONS = ['--syn', '--tcp-flags', '--tcp-option', '--ctproto', '--ctorigsrc', '--ctorigdst', '--ctdir'];
const MORE_LACKING_OPTIONS = ['--ctstatus', '--limit-iface-in', '--limit-iface-out', '--physdev-is-bridged'];

/** Begins a match as `-m NAME` does. Throws for names that there are none of. */
export function beginMatch(name: string): Match {
  if (name in EXTENSIONS) return EXTENSIONS[name as Kind].begin;
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
