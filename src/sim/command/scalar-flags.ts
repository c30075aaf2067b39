import { type FlagType, flagOf } from './flag.ts';
import { goQuote } from './go-quote.ts';

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function parseBool(text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`);
}

/** A whole number in Go's base-0 spelling: decimal, 0x…, 0o… or 0…, 0b…, with underscores (strconv.ParseInt). */
function parseWhole(text: string, call: string, low: bigint, high: bigint): number {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$/.exec(text);
  if (match === null || (match[1] !== '' && low === 0n)) {
    throw new Error(`strconv.${call}: parsing ${goQuote(text)}: invalid syntax`);
  }
  const digits = (match[2] ?? '').replaceAll('_', '').replace(/^0([0-7]+)$/, '0o$1');
  const value = BigInt(digits) * (match[1] === '-' ? -1n : 1n);
  if (value < low || value > high) throw new Error(`strconv.${call}: parsing ${goQuote(text)}: value out of range`);
  return Number(value);
}

const nonZero = (value: number): string | undefined => (value === 0 ? undefined : String(value));

const number = (name: string, call: string, low: bigint, high: bigint): FlagType<number> => ({
  name,
  parse: (text) => parseWhole(text, call, low, high),
  shown: nonZero,
});

/** A switch, as `--all` or `--all=false`. */
export const bool = flagOf<boolean>({ name: '', parse: parseBool, shown: (on) => (on ? 'true' : undefined) }, false);

export const string = flagOf<string>(
  { name: 'string', parse: (text) => text, shown: (text) => (text === '' ? undefined : goQuote(text)) },
  '',
);

/** As `string`, but to be given once (docker's `-H`, of which dockerd takes several). */
export const once = flagOf<string>(
  {
    name: 'string',
    parse: (text, before) => {
      if (before !== '') throw new Error('specify only one -H');
      return text;
    },
    shown: () => undefined,
  },
  '',
);

export const int = flagOf<number>(number('int', 'ParseInt', -(2n ** 63n), 2n ** 63n - 1n), 0);
export const uint16 = flagOf<number>(number('uint16', 'ParseUint', 0n, 65535n), 0);

/** Text of a type that docker checks elsewhere than in the flag itself. */
export const textOf = (name: string, check: (text: string) => string = (text) => text) =>
  flagOf<string>({ name, parse: check, shown: (text) => (text === '' ? undefined : text) }, '');

/** A number from 0 to all of `bits` bits, kept as it was written: none given is not zero (docker/cli's Uint64Opt). */
export const uintText = (name: string, bits = 64) =>
  textOf(name, (text) => {
    parseWhole(text, 'ParseUint', 0n, 2n ** BigInt(bits) - 1n);
    return text;
  });

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** A number as Go's strconv.ParseFloat takes it, but for hexadecimals and infinities. */
function parseFloat64(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  throw new Error(`strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`);
}

/** A size with binary units, in bytes: `512m`, `1GiB`, `10.5kb` (go-units' RAMInBytes): all up to the last digit is the number. */
export function parseBytes(text: string): number {
  const end = Math.max(...[...'0123456789. '].map((digit) => text.lastIndexOf(digit))) + 1;
  if (end === 0) throw new Error(`invalid size: '${text}'`);
  const size = parseFloat64(text.slice(0, end).replace(/ $/, ''));
  if (size < 0) throw new Error(`invalid size: '${text}'`);
  const given = text.slice(end);
  const suffix = given.length > 3 ? given : given.toLowerCase();
  const unit = /^(?:b?|([kmgtp])(i?b)?)$/.exec(suffix);
  if (unit === null) throw new Error(`invalid suffix: '${suffix}'`);
  return Math.trunc(size * 1024 ** (SIZE_UNITS[unit[1] ?? ''] ?? 0));
}

export const bytes = flagOf<number>({ name: 'bytes', parse: parseBytes, shown: () => undefined }, 0);

/** As `bytes`, where `-1` means no limit (docker/cli's MemSwapBytes). */
export const swapBytes = flagOf<number>(
  { name: 'bytes', parse: (text) => (text === '-1' ? -1 : parseBytes(text)), shown: () => undefined },
  0,
);

/** CPUs, in billionths (docker/cli's NanoCPUs). */
export const decimal = flagOf<number>(
  {
    name: 'decimal',
    parse: (text) => {
      if (!/^[+-]?[0-9]*\.?[0-9]+$/.test(text)) throw new Error(`failed to parse ${text} as a rational number`);
      return Math.round(Number(text) * 1e9);
    },
    shown: () => undefined,
  },
  0,
);

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** A duration in nanoseconds: `1h30m`, `1.5s` (Go's time.ParseDuration). */
export function parseDuration(text: string): number {
  const quoted = goQuote(text);
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  if (!/^[0-9.]/.test(body)) throw new Error(`time: invalid duration ${quoted}`);
  let total = 0;
  for (let rest = body; rest !== ''; ) {
    const part = /^([0-9]+\.?[0-9]*|\.[0-9]+)([^0-9.]*)/.exec(rest);
    if (part === null) throw new Error(`time: invalid duration ${quoted}`);
    const unit = part[2] ?? '';
    if (unit === '') throw new Error(`time: missing unit in duration ${quoted}`);
    const scale = NANOSECONDS[unit];
    if (scale === undefined) throw new Error(`time: unknown unit ${goQuote(unit)} in duration ${quoted}`);
    total += Number(part[1]) * scale;
    rest = rest.slice(part[0].length);
  }
  return Math.round(text.startsWith('-') ? -total : total);
}

export const duration = flagOf<number>({ name: 'duration', parse: parseDuration, shown: () => undefined }, 0);
