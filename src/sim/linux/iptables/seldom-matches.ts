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

function unsigned(what: string, text: string, most = 0xffff_ffff, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const [name] = what.split(':');
  throw new ParameterProblem(
    `${name}: bad value for option "${what.slice((name ?? '').length + 1)}", or out of range (${least}-${most}).\n`,
  );
}

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
} = {
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
