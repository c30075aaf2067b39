import type { AddressRange, Match } from '../../kernel/netfilter/rule.ts';
import { parseIpv4 } from '../../kernel/wire/address.ts';
import type { Extension } from './matches.ts';
import { ParameterProblem } from './problem.ts';

type Of<K extends Match['kind']> = Extract<Match, { kind: K }>;
type Recent = Of<'recent'>;

function macAddress(text: string): string {
  const parts = text.split(':');
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part)))
    throw new ParameterProblem('Invalid MAC address specified.');
  return parts.map((part) => part.padStart(2, '0').toLowerCase()).join(':');
}

function range(option: string, text: string, not: boolean): AddressRange {
  const [first, last = first, ...rest] = text.split('-').map(parseIpv4);
  if (first === undefined || last === undefined || rest.length > 0)
    throw new ParameterProblem(`iprange: Bad value for "${option}" option: "${text}"`);
  return { first, last, ...(not && { not }) };
}

/** The number that `extension:--option` is given. @param near tell which of two it is */
export function unsigned(what: string, text: string, most = 0xffff_ffff, least = 0, near = false): number {
  const value = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw outOfRange(what, `${least}-${most}`, near ? ` near "${text}"` : '');
}

function outOfRange(what: string, range: string, near = ''): ParameterProblem {
  const [name = ''] = what.split(':');
  const option = what.slice(name.length + 1);
  return new ParameterProblem(`${name}: bad value for option "${option}"${near}, or out of range (${range}).\n`);
}

type Statistic = Of<'statistic'> & { readonly mode?: string };

function probability(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw outOfRange('statistic:--probability', '0-1');
  return Math.round(value * 2 ** 31);
}

function statisticFault(match: Statistic): string | undefined {
  const { mode } = match;
  if (mode === undefined) {
    const bare = 'every' in match && match.every === 0;
    return bare
      ? '--probability must be specified when using random mode'
      : 'statistic: option "--mode" must be specified\n';
  }
  if (mode === 'random')
    return 'probability' in match ? undefined : '--probability must be specified when using random mode';
  if (!('every' in match) || match.every === 0) return '--every and --packet must be specified when using nth mode';
  return match.packet < match.every ? undefined : 'the --packet p must be 0 <= p <= n-1';
}

const TOS_NAMES: Readonly<Record<string, number>> = {
  'normal-service': 0,
  'minimize-cost': 2,
  'maximize-reliability': 4,
  'maximize-throughput': 8,
  'minimize-delay': 16,
};

/** `0x10`, `0x10/0x1f` or a name, which leaves out the bits of congestion. */
export function tosValue(text: string): { readonly value: number; readonly mask: number } {
  const named = TOS_NAMES[text.toLowerCase()];
  if (named !== undefined) return { value: named, mask: 0x3f };
  const [value, mask] = text.split('/').map((part) => (/^(0x[\da-f]+|\d+)$/i.test(part) ? Number(part) : Number.NaN));
  if (!(Number(value) <= 255 && Number(mask ?? 255) <= 255))
    throw new ParameterProblem(`Symbolic name "${text}" is unknown`);
  return { value: Number(value), mask: mask ?? 255 };
}

/** RFC 2474, 2597, 3246: `CS1`, `AF11`, `EF`, `BE`. */
export function serviceClass(text: string): number {
  const [, selector, group, drop] = /^(?:CS([0-7])|AF([1-4])([1-3]))$/i.exec(text) ?? [];
  if (selector !== undefined) return Number(selector) * 8;
  if (group !== undefined) return Number(group) * 8 + Number(drop) * 2;
  const other = { EF: 46, BE: 0 }[text.toUpperCase()];
  if (other === undefined) throw new ParameterProblem(`Invalid DSCP value \`${text}'`);
  return other;
}

/** `|41 42|c`: bytes in hexadecimal between bars, as a text of Latin-1. */
const bytesOf = (text: string): string =>
  text.replace(/\|([\da-f\s]*)\|/gi, (_, digits: string) =>
    String.fromCharCode(...(digits.match(/[\da-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16))),
  );

function frameType(text: string): Of<'pkttype'>['type'] {
  const found = { unicast: 'unicast', host: 'unicast', broadcast: 'broadcast', bcast: 'broadcast' }[text];
  if (found === undefined && text !== 'multicast' && text !== 'mcast')
    throw new ParameterProblem(`Bad packet type '${text}'`);
  return (found ?? 'multicast') as Of<'pkttype'>['type'];
}

const mode = (match: Statistic, text: string): Statistic => {
  if (text !== 'random' && text !== 'nth') throw new ParameterProblem(`Bad mode "${text}"`);
  return { ...match, mode: text };
};

const recentAction =
  (action: NonNullable<Recent['action']>) =>
  (match: Recent, _: string, not: boolean): Recent => {
    if (match.action !== undefined && match.action !== action)
      throw new ParameterProblem(`recent: option "--${match.action}" cannot be used together with "--${action}".\n`);
    return { ...match, action, ...(not && { not }) };
  };

/** Extensions that few rules use. */
export const SELDOM: {
  readonly mac: Extension<Of<'mac'>>;
  readonly iprange: Extension<Of<'iprange'>>;
  readonly connlimit: Extension<Of<'connlimit'>>;
  readonly recent: Extension<Recent>;
  readonly statistic: Extension<Of<'statistic'>>;
  readonly pkttype: Extension<Of<'pkttype'>>;
  readonly tos: Extension<Of<'tos'>>;
  readonly dscp: Extension<Of<'dscp'>>;
  readonly string: Extension<Of<'string'>>;
} = {
  statistic: {
    begin: { kind: 'statistic', every: 0, packet: 0 },
    options: {
      '--mode': mode,
      '--probability': (match: Statistic, value, not) => ({
        ...{ kind: 'statistic', probability: probability(value), ...(not && { not }) },
        ...(match.mode && { mode: match.mode }),
      }),
      '--every': (match, value, not) => {
        if ('probability' in match)
          throw new ParameterProblem('statistic: option "--probability" cannot be used together with "--every".\n');
        return { ...match, every: unsigned('statistic:--every', value, 0xffff_ffff, 1), ...(not && { not }) };
      },
      '--packet': (match, value) => ({ every: 0, ...match, packet: unsigned('statistic:--packet', value) }),
    },
    missing: statisticFault,
  },
  pkttype: {
    begin: { kind: 'pkttype', type: '' as 'unicast' },
    options: { '--pkt-type': (match, value, not) => ({ ...match, type: frameType(value), ...(not && { not }) }) },
    missing: ({ type }) => (type ? undefined : 'pkttype: option "--pkt-type" must be specified\n'),
  },
  tos: {
    begin: { kind: 'tos', value: 0, mask: 0 },
    options: { '--tos': (match, value, not) => ({ ...match, ...tosValue(value), ...(not && { not }) }) },
    missing: ({ mask }) => (mask === 0 ? 'tos: option "--tos" must be specified\n' : undefined),
  },
  dscp: {
    begin: { kind: 'dscp', value: -1 },
    options: {
      '--dscp': (match, value, not) => ({ ...match, value: unsigned('dscp:--dscp', value, 63), ...(not && { not }) }),
      '--dscp-class': (match, value, not) => ({ ...match, value: serviceClass(value), ...(not && { not }) }),
    },
    missing: ({ value }) => (value < 0 ? 'DSCP match: Parameter --dscp is required' : undefined),
  },
  string: {
    begin: { kind: 'string', pattern: '', algorithm: '', from: 0, to: 0xffff, anyCase: false },
    options: {
      '--string': (match, pattern, not) => ({ ...match, pattern, ...(not && { not }) }),
      '--hex-string': (match, text, not) => ({ ...match, pattern: bytesOf(text), ...(not && { not }) }),
      '--algo': (match, algorithm) => ({ ...match, algorithm }),
      '--from': (match, value) => ({ ...match, from: unsigned('string:--from', value, 0xffff) }),
      '--to': (match, value) => ({ ...match, to: unsigned('string:--to', value, 0xffff) }),
      '--icase': (match) => ({ ...match, anyCase: true }),
    },
    missing: ({ pattern, algorithm }) => {
      if (algorithm === '') return 'string: option "--algo" must be specified\n';
      return pattern === '' ? "STRING match: You must specify `--string' or `--hex-string'" : undefined;
    },
  },
  mac: {
    begin: { kind: 'mac', address: '' },
    options: {
      '--mac-source': (match, value, not) => ({ ...match, address: macAddress(value), ...(not && { not }) }),
    },
    missing: ({ address }) => (address === '' ? 'mac: option "--mac-source" must be specified\n' : undefined),
  },
  iprange: {
    begin: { kind: 'iprange' },
    options: {
      '--src-range': (match, value, not) => ({ ...match, source: range('--src-range', value, not) }),
      '--dst-range': (match, value, not) => ({ ...match, destination: range('--dst-range', value, not) }),
    },
    missing: ({ source, destination }) =>
      source || destination ? undefined : "iprange match: You must specify `--src-range' or `--dst-range'",
  },
  connlimit: {
    begin: { kind: 'connlimit', limit: -1, over: true, prefix: 32, side: 'saddr' },
    options: {
      '--connlimit-above': (match, value, not) => ({
        ...match,
        ...{ limit: unsigned('connlimit:--connlimit-above', value), over: !not },
      }),
      '--connlimit-upto': (match, value, not) => ({
        ...match,
        ...{ limit: unsigned('connlimit:--connlimit-upto', value), over: not },
      }),
      '--connlimit-mask': (match, value) => ({ ...match, prefix: unsigned('connlimit:--connlimit-mask', value, 32) }),
      '--connlimit-saddr': (match) => ({ ...match, side: 'saddr' }),
      '--connlimit-daddr': (match) => ({ ...match, side: 'daddr' }),
    },
    missing: ({ limit }) => (limit < 0 ? 'You must specify "--connlimit-above" or "--connlimit-upto".' : undefined),
  },
  recent: {
    begin: { kind: 'recent', action: undefined, name: 'DEFAULT', side: 'rsource' },
    options: {
      '--set': recentAction('set'),
      '--rcheck': recentAction('rcheck'),
      '--update': recentAction('update'),
      '--remove': recentAction('remove'),
      '--name': (match, name) => ({ ...match, name }),
      '--seconds': (match, value) => ({ ...match, seconds: unsigned('recent:--seconds', value, 0xffff_ffff, 1) }),
      '--hitcount': (match, value) => ({ ...match, hits: unsigned('recent:--hitcount', value) }),
      '--rsource': (match) => ({ ...match, side: 'rsource' }),
      '--rdest': (match) => ({ ...match, side: 'rdest' }),
    },
    missing: ({ action }) =>
      action === undefined ? "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'" : undefined,
  },
};
