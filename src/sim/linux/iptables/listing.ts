import type { CountedRule, IptablesChain, IptablesTable } from '../../kernel/netfilter/iptables.ts';
import {
  type AddressMatch,
  type AddressRange,
  CONNECTION_STATES,
  type FlagsMatch,
  type InterfaceMatch,
  type Match,
  type NatRange,
  type PortMatch,
  type RuleSpec,
  type Target,
} from '../../kernel/netfilter/rule.ts';
import {
  addressRangeText,
  conntrackText,
  dscpText,
  flagsText,
  hostText,
  limitText,
  markText,
  natText,
  stringText,
  tosText,
} from '../../kernel/netfilter/rule-text.ts';
import type { Task } from '../../kernel/task.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import type { Dialect } from './dialect.ts';
import { icmpName, protocolName, serviceName } from './names.ts';

export interface ListingOptions {
  readonly dialect: Dialect;
  readonly numeric: boolean;
  readonly verbose: boolean;
  readonly exact: boolean;
  readonly lineNumbers: boolean;
  /** The name of an address, for listings that are not numeric. */
  nameOf(address: string): Task<string | undefined>;
}

/** What `iptables -L` writes (xtables' print_header, print_rule_details). */
export class Listing {
  readonly #table: IptablesTable;
  readonly #options: ListingOptions;

  constructor(table: IptablesTable, options: ListingOptions) {
    this.#table = table;
    this.#options = options;
  }

  /** All chains, or one; throws ENOENT where there is no such chain. */
  *chains(name: string | undefined): Task<string> {
    const chains = name === undefined ? this.#table.chains : [this.#table.chain(name)];
    const texts: string[] = [];
    for (const chain of chains) texts.push(yield* this.#chain(chain));
    return texts.join('\n');
  }

  *#chain(chain: IptablesChain): Task<string> {
    let text = this.#header(chain);
    for (const [index, rule] of chain.rules.entries()) text += yield* this.rule(rule, index);
    return text;
  }

  #header({ name, policy, packets, bytes }: IptablesChain): string {
    const { verbose, lineNumbers, exact } = this.#options;
    const counted = verbose ? ` ${this.#number(packets).trim()} packets, ${this.#number(bytes).trim()} bytes` : '';
    const references = `${this.#table.references(name)} references`;
    const columns = [
      lineNumbers ? 'num  ' : '',
      verbose ? (exact ? '    pkts      bytes ' : ' pkts bytes ') : '',
      'target     prot opt ',
      verbose ? 'in     out     ' : '',
      'source               destination         ',
    ];
    return `Chain ${name} (${policy === undefined ? references : `policy ${policy}${counted}`})\n${columns.join('')}\n`;
  }

  /** The line of one rule; `index` counts from 0. */
  *rule(rule: CountedRule, index: number): Task<string> {
    const { numeric, verbose, lineNumbers } = this.#options;
    const { spec } = rule;
    const { protocol, target } = spec;
    const parts = [
      lineNumbers ? `${`${index + 1}`.padEnd(4)} ` : '',
      verbose ? `${this.#number(rule.packets)} ${this.#number(rule.bytes)} ` : '',
      `${targetName(target).padEnd(9)} `,
      `${protocol?.not ? '!' : ' '}${protocolName(protocol?.number ?? 0, numeric).padEnd(4)} ${fragmentText(spec.fragment)} `,
      verbose ? ` ${interfaceText(spec.inInterface).padEnd(6)} ${interfaceText(spec.outInterface).padEnd(6)} ` : '',
      yield* this.#address(spec.source),
      yield* this.#address(spec.destination),
      target?.kind === 'goto' ? '[goto] ' : '',
      ...(spec.matches ?? []).map((match) => ` ${matchText(match, numeric)}`),
      targetText(target, numeric),
    ];
    return `${parts.join('')}\n`;
  }

  /** print_num(): rounded to thousands, millions … unless `-x` is given. */
  #number(count: number): string {
    if (this.#options.exact) return `${count}`.padStart(8);
    if (count <= 99_999) return `${count}`.padStart(5);
    let [rounded, unit] = [Math.round(count / 1000), 0];
    for (; rounded > 9_999 && unit < 3; unit++) rounded = Math.round(rounded / 1000);
    return `${`${rounded}`.padStart(4)}${'KMGT'[unit]}`;
  }

  *#address(match: AddressMatch | undefined): Task<string> {
    const text = yield* this.#addressText(match);
    return `${match?.not ? '!' : ' '}${text.padEnd(19)} `;
  }

  *#addressText(match: AddressMatch | undefined): Task<string> {
    const { numeric, nameOf, dialect } = this.#options;
    if (match === undefined || match.prefix === 0) return numeric ? dialect.anywhere : 'anywhere';
    const address = formatIp(match.address);
    if (match.prefix < dialect.width) return `${address}/${match.prefix}`;
    return (numeric ? undefined : yield* nameOf(address)) ?? address;
  }
}

/** A rule outside of any table. */
export function briefText(spec: RuleSpec, { anywhere, width }: Dialect): string {
  const { protocol, target } = spec;
  const end = (match: AddressMatch | undefined): string =>
    match === undefined
      ? anywhere
      : `${match.not ? '!' : ''}${formatIp(match.address)}${match.prefix === width ? '' : `/${match.prefix}`}`;
  return [
    `${targetName(target)} ${protocol?.not ? '!' : ' '}${protocolName(protocol?.number ?? 0, true)} `,
    `opt ${fragmentText(spec.fragment)} in ${interfaceText(spec.inInterface)} out ${interfaceText(spec.outInterface)} `,
    ` ${end(spec.source)}  -> ${end(spec.destination)}  `,
    ...(spec.matches ?? []).map((match) => ` ${matchText(match, true)}`),
    `${targetText(target, true)}\n`,
  ].join('');
}

function targetName(target: Target | undefined): string {
  if (target === undefined) return '';
  if ('chain' in target) return target.chain;
  return target.kind === 'NOTRACK' ? 'CT' : target.kind;
}

const fragmentText = (fragment: RuleSpec['fragment']): string => (fragment ? `${fragment.not ? '!' : '-'}f` : '--');

const interfaceText = (match: InterfaceMatch | undefined): string =>
  match === undefined ? '*' : `${match.not ? '!' : ''}${match.name}`;

const rangeText = ({ first, last }: PortMatch, separator: string, name: (port: number) => string): string =>
  first === last ? name(first) : `${name(first)}${separator}${name(last)}`;

function rangeOfText(side: string, range: AddressRange | undefined): string {
  return range === undefined ? '' : `${side} IP range ${range.not ? '! ' : ''}${addressRangeText(range)}`;
}

function recentText({ action, name, side, seconds, hits }: Extract<Match, { kind: 'recent' }>): string {
  const verb = { set: 'SET', rcheck: 'CHECK', update: 'UPDATE', remove: 'REMOVE' }[action ?? 'set'];
  const limits = [
    seconds === undefined ? '' : `seconds: ${seconds} `,
    hits === undefined ? '' : `hit_count: ${hits} `,
  ].join('');
  return `${verb} ${limits}name: ${name} side: ${side === 'rsource' ? 'source' : 'dest'} mask: 255.255.255.255`;
}

function matchText(match: Match, numeric: boolean): string {
  const name = (port: number): string => serviceName(port, numeric);
  const not = 'not' in match && match.not ? '!' : '';
  switch (match.kind) {
    case 'tcp':
    case 'udp':
      return [
        match.kind,
        portText('spt', match.sourcePort, name),
        portText('dpt', match.destinationPort, name),
        match.kind === 'tcp' && match.flags ? tcpFlagsText(match.flags, numeric) : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
    case 'icmp':
    case 'icmp6':
      return icmpText(match, numeric);
    case 'conntrack':
      return conntrackText(match).slice(1).replaceAll('--', '');
    case 'state':
      return `${not && '! '}state ${CONNECTION_STATES.filter((state) => match.states.includes(state)).join(',')}`;
    case 'multiport':
      return `multiport ${match.which} ${not && ' !'}${match.ports.map((port) => rangeText(port, ':', name)).join(',')}`;
    case 'addrtype':
      return `ADDRTYPE match${typeText('src', match.sourceType)}${typeText('dst', match.destinationType)}`;
    case 'physdev':
      return `PHYSDEV match${deviceText('in', match.in)}${deviceText('out', match.out)}`;
    case 'mac':
      return `MAC ${not && '! '}${match.address}`;
    case 'iprange':
      return [rangeOfText('source', match.source), rangeOfText('destination', match.destination)]
        .filter((part) => part !== '')
        .join(' ');
    case 'statistic': {
      const what =
        'probability' in match
          ? `probability ${(match.probability / 2 ** 31).toFixed(11)}`
          : `every ${match.every}${match.packet ? ` packet ${match.packet}` : ''}`;
      return `statistic mode ${'probability' in match ? 'random' : 'nth'} ${not && '! '}${what}`;
    }
    case 'pkttype':
      return `PKTTYPE ${not}= ${match.type}`;
    case 'tos':
      return `tos match${not}${tosText(match)}`;
    case 'dscp':
      return `DSCP match ${not}${dscpText(match)}`;
    case 'string': {
      const { algorithm, from, to, anyCase } = match;
      const limits = `${from ? ` FROM ${from}` : ''}${to === 0xffff ? '' : ` TO ${to}`}${anyCase ? ' ICASE' : ''}`;
      return `STRING match ${not} ${stringText({ ...match, not: false }, ['', '']).join('')} ALGO name ${algorithm}${limits}`;
    }
    case 'connlimit':
      return `#conn ${match.side === 'saddr' ? 'src' : 'dst'}/${match.prefix} ${match.over ? '>' : '<='} ${match.limit}`;
    case 'recent':
      return `${not && '! '}recent: ${recentText(match)}`;
    case 'comment':
      return `/* ${match.text} */`;
    case 'limit':
      return `limit: avg ${limitText(match.period)} burst ${match.burst}`;
    case 'mark':
      return `mark match ${not && '! '}${markText(match)}`;
    case 'ttl':
    case 'hl':
      return `${match.kind.toUpperCase()} match ${match.kind.toUpperCase()} ${{ eq: not ? '!=' : '==', lt: '<', gt: '>' }[match.how]} ${match.value}`;
    case 'length':
      return `length ${not}${match.first === match.last ? match.first : `${match.first}:${match.last}`}`;
  }
}

const hex = (bits: number): string => `0x${bits.toString(16).toUpperCase().padStart(2, '0')}`;

function tcpFlagsText(match: FlagsMatch, numeric: boolean): string {
  const text = numeric ? `${hex(match.mask)}/${hex(match.set)}` : flagsText(match, '/');
  return `flags:${match.not ? '!' : ''}${text}`;
}

function portText(label: string, match: PortMatch | undefined, name: (port: number) => string): string {
  if (match === undefined) return '';
  const several = match.first === match.last ? '' : 's';
  return `${label}${several}:${match.not ? '!' : ''}${rangeText(match, ':', name)}`;
}

function icmpText(match: Extract<Match, { kind: 'icmp' | 'icmp6' }>, numeric: boolean): string {
  const { kind, type, code } = match;
  const label = kind === 'icmp' ? 'icmp' : 'ipv6-icmp';
  const not = match.not ? '!' : '';
  const name = numeric ? undefined : icmpName(kind, type, code);
  if (name !== undefined) return `${label} ${not}${name}`;
  const codeText = code === undefined ? '' : ` code ${code}`;
  return kind === 'icmp' ? `icmptype ${not}${type}${codeText}` : `${label}${not && ' !'}type ${type}${codeText}`;
}

const typeText = (side: string, match: { type: string; not?: boolean } | undefined): string =>
  match ? ` ${side}-type ${match.not ? '!' : ''}${match.type}` : '';

const deviceText = (side: string, match: InterfaceMatch | undefined): string =>
  match ? `${match.not ? ' !' : ''} --physdev-${side} ${match.name}` : '';

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

function setMarkText({ value, mask }: { readonly value: number; readonly mask: number }): string {
  const bits = (number: number): string => `0x${number.toString(16)}`;
  if (value === 0) return `and ${bits(~mask >>> 0)}`;
  if (mask === value) return `or ${bits(value)}`;
  if (mask === 0) return `xor ${bits(value)}`;
  return mask === 0xffffffff ? `set ${bits(value)}` : `xset ${bits(value)}/${bits(mask)}`;
}

const flags = ({ flags: words = [] }: NatRange): string => words.map((word) => ` ${word}`).join('');

function targetText(target: Target | undefined, numeric: boolean): string {
  switch (target?.kind) {
    case 'LOG': {
      const level = numeric ? `flags ${target.flags} level ${target.level}` : `level ${LEVELS[target.level]}`;
      return ` LOG ${level}${target.prefix === '' ? '' : ` prefix "${target.prefix}"`}`;
    }
    case 'MARK':
      return ` MARK ${setMarkText(target)}`;
    case 'REDIRECT':
      return `${target.to.ports ? ` redir ports ${rangeText(target.to.ports, '-', String)}` : ''}${flags(target.to)}`;
    case 'REJECT':
      return ` reject-with ${target.with}`;
    case 'DNAT':
    case 'SNAT':
      return ` to:${natText(target.to)}${flags(target.to)}`;
    case 'MASQUERADE':
      return `${target.to.ports ? ` masq ports: ${rangeText(target.to.ports, '-', String)}` : ''}${flags(target.to)}`;
    case 'NETMAP':
      return ` to:${hostText(target.network)}`;
    case 'NOTRACK':
      return ' NOTRACK';
    case 'CT':
      return ' CT notrack';
    case 'TTL':
    case 'HL':
      return ` ${target.kind} ${{ set: 'set to', inc: 'increment by', dec: 'decrement by' }[target.how ?? 'set']} ${target.value}`;
    case 'TOS':
      return ` TOS set ${tosText(target)}`;
    case 'DSCP':
      return ` DSCP set ${dscpText(target)}`;
    case 'TCPMSS':
      return ` TCPMSS ${target.mss === undefined ? 'clamp to PMTU' : `set ${target.mss}`}`;
    default:
      return '';
  }
}
