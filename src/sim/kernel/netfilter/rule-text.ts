import { formatIp } from '../wire/ip-address.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../wire/ipv6.ts';
import type { CountedRule, IptablesChain, IptablesTable } from './iptables.ts';
import {
  type AddressMatch,
  CONNECTION_STATES,
  type ConntrackMatch,
  CTSTATES,
  type FlagsMatch,
  LIMIT_UNITS,
  type Match,
  type NatRange,
  type PortMatch,
  type RuleSpec,
  type Target,
  TCP_FLAG_NAMES,
} from './rule.ts';

const PROTOCOLS = new Map([
  [PROTOCOL_ICMP, 'icmp'],
  [PROTOCOL_TCP, 'tcp'],
  [PROTOCOL_UDP, 'udp'],
  [PROTOCOL_ICMPV6, 'ipv6-icmp'],
  [33, 'dccp'],
  [50, 'esp'],
  [51, 'ah'],
  [132, 'sctp'],
]);

/** ` ! -i docker0`, or nothing where there is no such option. */
function option<T extends { readonly not?: boolean }>(
  name: string,
  match: T | undefined,
  text: (match: T) => string,
): string {
  if (match === undefined) return '';
  return `${match.not ? ' !' : ''} ${name} ${text(match)}`;
}

const addressText = ({ address, prefix }: AddressMatch): string => `${formatIp(address)}/${prefix}`;
const rangeText = ({ first, last }: { first: number; last: number }, separator: string): string =>
  first === last ? `${first}` : `${first}${separator}${last}`;
/** `10.9.0.1-10.9.0.9` */
export const addressRangeText = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  `${formatIp(first)}-${formatIp(last)}`;
const portText = (match: PortMatch): string => rangeText(match, ':');
const nameText = ({ name }: { name: string }): string => name;
const typeText = ({ type }: { type: string }): string => type;

/** What stands behind `-m KIND`; each word with a blank before it. */
function matchText(match: Match): string {
  switch (match.kind) {
    case 'tcp':
    case 'udp': {
      const ports = option('--sport', match.sourcePort, portText) + option('--dport', match.destinationPort, portText);
      return match.kind === 'tcp' ? ports + option('--tcp-flags', match.flags, flagsText) : ports;
    }
    case 'limit':
      return ` --limit ${limitText(match.period)}${match.burst === 5 ? '' : ` --limit-burst ${match.burst}`}`;
    case 'mark':
      return option('--mark', match, markText);
    case 'ttl':
    case 'hl':
      return option(`--${match.kind}-${match.how}`, match, ({ value }) => `${value}`);
    case 'length':
      return option('--length', match, (range) => rangeText(range, ':'));
    case 'mac':
      return option('--mac-source', match, ({ address }) => address);
    case 'iprange':
      return (
        option('--src-range', match.source, addressRangeText) +
        option('--dst-range', match.destination, addressRangeText)
      );
    case 'connlimit': {
      const limit = `${match.over ? '--connlimit-above' : '--connlimit-upto'} ${match.limit}`;
      return ` ${limit} --connlimit-mask ${match.prefix} --connlimit-${match.side}`;
    }
    case 'recent': {
      const seconds = match.seconds === undefined ? '' : ` --seconds ${match.seconds}`;
      const hits = match.hits === undefined ? '' : ` --hitcount ${match.hits}`;
      const list = ` --name ${match.name} --mask 255.255.255.255 --${match.side}`;
      return `${match.not ? ' !' : ''} --${match.action}${seconds}${hits}${list}`;
    }
    case 'statistic':
      return statisticText(match);
    case 'pkttype':
      return option('--pkt-type', match, typeText);
    case 'tos':
      return option('--tos', match, tosText);
    case 'dscp':
      return option('--dscp', match, dscpText);
    case 'string':
      return stringMatchText(match);
    case 'icmp':
    case 'icmp6': {
      const code = match.code === undefined ? '' : `/${match.code}`;
      return option(match.kind === 'icmp' ? '--icmp-type' : '--icmpv6-type', match, ({ type }) => `${type}${code}`);
    }
    case 'conntrack':
      return conntrackText(match);
    case 'state':
      return option('--state', match, () =>
        CONNECTION_STATES.filter((state) => match.states.includes(state)).join(','),
      );
    case 'multiport':
      return option(`--${match.which}`, match, () => match.ports.map(portText).join(','));
    case 'addrtype':
      return option('--src-type', match.sourceType, typeText) + option('--dst-type', match.destinationType, typeText);
    case 'physdev':
      return option('--physdev-in', match.in, nameText) + option('--physdev-out', match.out, nameText);
    case 'comment':
      return ` --comment ${quotedText(match.text)}`;
  }
}

/** What `-m conntrack` asks, as options, a blank before each word; empty where it asks nothing. */
export function conntrackText(match: ConntrackMatch): string {
  const { states, protocol, addresses = {}, ports = {}, direction } = match;
  const known = CTSTATES.filter((state) => states.includes(state));
  return [
    known.length > 0 ? option('--ctstate', match, () => known.join(',')) : '',
    option('--ctproto', protocol, ({ number }) => `${number}`),
    ...Object.entries(addresses).map(([name, each]) => option(`--ct${name}`, each, hostText)),
    ...Object.entries(ports).map(([name, each]) => option(`--ct${name}`, each, portText)),
    direction ? ` --ctdir ${direction}` : '',
  ].join('');
}

/** An address, with its prefix where that is no host's. */
export const hostText = ({ address, prefix }: AddressMatch): string =>
  `${formatIp(address)}${prefix === (typeof address === 'number' ? 32 : 128) ? '' : `/${prefix}`}`;

/** ` --mode nth --every 3 --packet 0` */
function statisticText(match: Extract<Match, { kind: 'statistic' }>): string {
  const not = match.not ? ' !' : '';
  if ('probability' in match) return ` --mode random${not} --probability ${(match.probability / 2 ** 31).toFixed(11)}`;
  return ` --mode nth${not} --every ${match.every} --packet ${match.packet}`;
}

function stringMatchText(match: Extract<Match, { kind: 'string' }>): string {
  const { algorithm, from, to, anyCase } = match;
  const pattern = stringText(match, ['--string', '--hex-string']).join(' ');
  const where = `${from === 0 ? '' : ` --from ${from}`}${to === 0xffff ? '' : ` --to ${to}`}`;
  return ` ${pattern} --algo ${algorithm}${where}${anyCase ? ' --icase' : ''}`;
}

/** The pattern in quotes; what cannot be printed in hexadecimal. `names`: what stands before it in either case. */
export function stringText(
  { pattern, not }: Extract<Match, { kind: 'string' }>,
  [plain, hexadecimal]: readonly [string, string],
): readonly string[] {
  const printable = /^[\x20-\x7e]*$/.test(pattern);
  const digits = [...pattern].map((each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const text = printable ? `"${pattern.replace(/["\\]/g, '\\$&')}"` : `"|${digits}|"`;
  return [...(not ? ['!'] : []), printable ? plain : hexadecimal, text];
}

/** `0x10/0xff` */
export const tosText = ({ value, mask }: { readonly value: number; readonly mask: number }): string =>
  [value, mask].map(byteText).join('/');

export const dscpText = ({ value }: { readonly value: number }): string => byteText(value);

const byteText = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;

const hex = (value: number): string => `0x${value.toString(16)}`;

const quotedText = (text: string): string => (/[^\w-]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text);

/** `0x1`, or `0x1/0xff` where only some bits count. */
export const markText = ({ value, mask }: { readonly value: number; readonly mask: number }): string =>
  mask === 0xffffffff ? hex(value) : `${hex(value)}/${hex(mask)}`;

/** `SYN,RST SYN`. */
export const flagsText = ({ mask, set }: FlagsMatch, separator = ' '): string => {
  const names = (bits: number): string =>
    TCP_FLAG_NAMES.filter(([, bit]) => (bits & bit) !== 0)
      .map(([name]) => name)
      .join(',') || 'NONE';
  return `${names(mask)}${separator}${names(set)}`;
};

/** print_rate() of libxt_limit.c: in the shortest unit that comes out even. */
export function limitText(period: number): string {
  let at = 1;
  for (; at < LIMIT_UNITS.length; at++) {
    const span = (LIMIT_UNITS[at]?.[1] ?? 1) * 10_000;
    if (period > span || span / period < span % period) break;
  }
  const [name = '', seconds = 1] = LIMIT_UNITS[at - 1] ?? [];
  return `${Math.floor((seconds * 10_000) / period)}/${name}`;
}

/** `172.17.0.2:80`, `[fd00::2]:80`: as NAT targets are told where to. */
export function natText({ address, ports, last }: NatRange): string {
  const host = [address, last].flatMap((end) => (end === undefined ? [] : formatIp(end))).join('-');
  if (!ports) return host;
  return `${host.includes(':') ? `[${host}]` : host}:${rangeText(ports, '-')}`;
}

const natFlags = ({ flags = [] }: NatRange): string => flags.map((flag) => ` --${flag}`).join('');

/** What else the log is told, by its bit. */
export const LOG_FLAGS: readonly string[] = [
  ...['--log-tcp-sequence', '--log-tcp-options', '--log-ip-options', '--log-uid'],
  ...['--log-nflog', '--log-macdecode'],
];

/** `-j` with its options, a blank before each word. */
function targetText(target: Target | undefined): string {
  if (target === undefined) return '';
  switch (target.kind) {
    case 'jump':
      return ` -j ${target.chain}`;
    case 'goto':
      return ` -g ${target.chain}`;
    case 'REJECT':
      return ` -j REJECT --reject-with ${target.with}`;
    case 'DNAT':
      return ` -j DNAT --to-destination ${natText(target.to)}${natFlags(target.to)}`;
    case 'SNAT':
      return ` -j SNAT --to-source ${natText(target.to)}${natFlags(target.to)}`;
    case 'MARK':
      return ` -j MARK --set-xmark ${hex(target.value)}/${hex(target.mask)}`;
    case 'LOG':
      return logText(target);
    case 'REDIRECT':
    case 'MASQUERADE': {
      const ports = target.to.ports ? ` --to-ports ${rangeText(target.to.ports, '-')}` : '';
      return ` -j ${target.kind}${ports}${natFlags(target.to)}`;
    }
    case 'TTL':
    case 'HL':
      return ` -j ${target.kind} --${target.kind.toLowerCase()}-${target.how} ${target.value}`;
    case 'TOS':
      return ` -j TOS --set-tos ${tosText(target)}`;
    case 'DSCP':
      return ` -j DSCP --set-dscp ${dscpText(target)}`;
    case 'TCPMSS':
      return ` -j TCPMSS ${target.mss ? `--set-mss ${target.mss}` : '--clamp-mss-to-pmtu'}`;
    case 'NETMAP':
      return ` -j NETMAP --to ${hostText(target.network)}`;
    case 'CT':
      return ' -j CT --notrack';
    default:
      return ` -j ${target.kind}`;
  }
}

function logText({ prefix, level, flags }: Extract<Target, { kind: 'LOG' }>): string {
  const words = LOG_FLAGS.filter((_, bit) => (flags >> bit) & 1).map((flag) => ` ${flag}`);
  const named = prefix === '' ? '' : ` --log-prefix ${quotedText(prefix)}`;
  return ` -j LOG${named}${level === 4 ? '' : ` --log-level ${level}`}${words.join('')}`;
}

const protocolText = ({ number }: { readonly number: number }): string => PROTOCOLS.get(number) ?? `${number}`;

/** The rule as `iptables -S` writes it (iptables.c, print_rule4); with its counters where they are given. */
export function ruleText(chain: string, spec: RuleSpec, counters?: Omit<CountedRule, 'spec'>): string {
  // Joined, since a chain keeps the texts of its rules: what `+` makes is a tree of pieces.
  return [
    `-A ${chain}`,
    option('-s', spec.source, addressText),
    option('-d', spec.destination, addressText),
    option('-i', spec.inInterface, nameText),
    option('-o', spec.outInterface, nameText),
    option('-p', spec.protocol, protocolText),
    spec.fragment ? `${spec.fragment.not ? ' !' : ''} -f` : '',
    (spec.matches ?? []).map((match) => ` -m ${match.kind}${matchText(match)}`).join(''),
    counters ? ` -c ${counters.packets} ${counters.bytes}` : '',
    targetText(spec.target),
  ].join('');
}

function headText({ name, policy, packets, bytes }: IptablesChain, counted: boolean): string {
  if (policy === undefined) return `-N ${name}`;
  return `-P ${name} ${policy}${counted ? ` -c ${packets} ${bytes}` : ''}`;
}

/** The lines of `iptables -S`, or of `iptables -S CHAIN`, or with `-v` where `counted`. Throws ENOENT where there is no such chain. */
export function tableText(table: IptablesTable, chain?: string, counted = false): string[] {
  const chains = chain === undefined ? table.chains : [table.chain(chain)];
  const rules = chains.flatMap(({ name, rules }) =>
    rules.map((rule) => ruleText(name, rule.spec, counted ? rule : undefined)),
  );
  return [...chains.map((each) => headText(each, counted)), ...rules];
}
