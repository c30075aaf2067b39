import { expect, test } from 'vitest';
import { flagOf } from './flag.ts';
import { filter, list, map, strings } from './list-flags.ts';
import { parseFlags } from './parse-flags.ts';
import { bool, bytes, decimal, duration, int, string } from './scalar-flags.ts';

const flags = {
  all: bool('', { short: 'a' }),
  quiet: bool('', { short: 'q' }),
  last: int('', { short: 'n', default: -1 }),
  name: string(''),
  env: list('', { short: 'e' }),
  opt: map(''),
  subnet: strings(''),
  filter: filter('', { short: 'f' }),
  memory: bytes('', { short: 'm' }),
  cpus: decimal(''),
  wait: duration(''),
  time: int('', { aliasOf: 'last', deprecated: 'use --last instead' }),
};

const values = (line: string) => parseFlags(flags, line.split(' ')).values;

test.each([
  ['-aqn5', { all: true, quiet: true, last: 5 }],
  ['-n=5 --name=x=y', { last: 5, name: 'x=y' }],
  ['-n -1 --all=false', { last: -1, all: false }],
  ['-eA=1 -e B=2', { env: ['A=1', 'B=2'] }],
  [
    '--opt a=b --opt c',
    {
      opt: new Map([
        ['a', 'b'],
        ['c', ''],
      ]),
    },
  ],
  ['--subnet 10.0.0.0/8,fd00::/8 --subnet "a,b"', { subnet: ['10.0.0.0/8', 'fd00::/8', 'a,b'] }],
  ['-f label=a=b -f LABEL=c', { filter: { label: ['a=b', 'c'] } }],
  ['-m 512m --cpus 1.5 --wait 1h2m3.5s', { memory: 536_870_912, cpus: 1.5e9, wait: 3_723_500_000_000 }],
  ['--last 0x10', { last: 16 }],
])('%s', (line, expected) => {
  expect(values(line)).toMatchObject(expected);
});

test('flags may stand among the arguments, unless the first one ends them', () => {
  expect(parseFlags(flags, ['x', '-a', 'y']).args).toEqual(['x', 'y']);
  expect(parseFlags(flags, ['-q', 'x', '-a', 'y'], false)).toMatchObject({
    args: ['x', '-a', 'y'],
    values: { all: false },
  });
  expect(parseFlags(flags, ['x', '--', '-a']).args).toEqual(['x', '-a']);
  expect(parseFlags(flags, ['-', '']).args).toEqual(['-', '']);
});

test('an older spelling sets the newer flag, and warns', () => {
  const { values: read, changed, notices } = parseFlags(flags, ['--time', '3']);
  expect(read.last).toBe(3);
  expect([...changed]).toEqual(['last']);
  expect(notices).toEqual(['Flag --time has been deprecated, use --last instead']);
});

test.each([
  [['--nope'], 'unknown flag: --nope'],
  [['--toString'], 'unknown flag: --toString'],
  [['-aqz'], "unknown shorthand flag: 'z' in -z"],
  [['--name'], 'flag needs an argument: --name'],
  [['-an'], "flag needs an argument: 'n' in -n"],
  [['--=x'], 'bad flag syntax: --=x'],
  [['-n', 'x'], 'invalid argument "x" for "-n, --last" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  [
    ['-n', '99999999999999999999'],
    'invalid argument "99999999999999999999" for "-n, --last" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range',
  ],
  [['--wait', '3x'], 'invalid argument "3x" for "--wait" flag: time: unknown unit "x" in duration "3x"'],
  [['-m', 'q'], `invalid argument "q" for "-m, --memory" flag: invalid size: 'q'`],
])('%j is refused in pflag’s words', (words, message) => {
  expect(() => parseFlags(flags, words)).toThrow(message);
});

test('any type of value can be declared', () => {
  const upper = flagOf<string>({ name: 'word', parse: (text) => text.toUpperCase(), shown: () => undefined }, '');
  expect(parseFlags({ word: upper('') }, ['--word', 'abc']).values.word).toBe('ABC');
});
