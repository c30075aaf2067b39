import { expect, test } from 'vitest';
import { momentOf } from '../gmtime.ts';
import { cutLine } from './cut.ts';
import { echoText } from './echo.ts';
import { BadRegex, posixRegex } from './posix-regex.ts';
import { printfText } from './printf.ts';
import { sequence } from './seq.ts';
import { orderOf, parseKey, sortLines } from './sort.ts';
import { strftime } from './strftime.ts';
import { translator } from './tr.ts';

const plain = orderOf(() => false);
const settings = (letters: string, key?: string) => {
  const order = orderOf((letter) => letters.includes(letter));
  const parsed = key === undefined ? undefined : parseKey(key, order);
  return { keys: parsed ? [parsed] : [], order, separator: undefined, stable: false };
};
const FRUIT = ['pear 3', 'apple 10', 'fig 2', 'apple 1'];

test('sort: by bytes, by number, by a key, backwards', () => {
  expect(sortLines(FRUIT, settings(''), false)).toEqual(['apple 1', 'apple 10', 'fig 2', 'pear 3']);
  expect(sortLines(FRUIT, settings('n', '2'), false)).toEqual(['apple 1', 'fig 2', 'pear 3', 'apple 10']);
  expect(sortLines(['3', '10', '2'], settings('nr'), false)).toEqual(['10', '3', '2']);
  expect(sortLines(['b', 'a', 'b'], { ...settings(''), order: plain }, true)).toEqual(['a', 'b']);
});

test('regular expressions: what is an operator depends on the kind', () => {
  expect('a+b').toMatch(posixRegex('a+b'));
  expect('aab').toMatch(posixRegex('a\\+b'));
  expect('aab').toMatch(posixRegex('^a+b$', { extended: true }));
  expect('(x)').toMatch(posixRegex('(x)'));
  expect('8080->80').toMatch(posixRegex('^[0-9]*->[0-9]*$'));
  expect('web1').toMatch(posixRegex('[[:alpha:]]\\{3\\}[[:digit:]]'));
  expect(() => posixRegex('[')).toThrow(BadRegex);
});

test('tr: ranges, classes, deletion, squeezing', () => {
  const change = (from: string, to?: string, what = '') =>
    translator({ from, to, complement: what.includes('c'), remove: what.includes('d'), squeeze: what.includes('s') });
  expect(change('a-z', 'A-Z')('hello')).toBe('HELLO');
  expect(change('[:digit:]', undefined, 'd')('a1b2')).toBe('ab');
  expect(change('abc', undefined, 's')('aabbcc')).toBe('abc');
  expect(change('a-z\n', ' ', 'c')('ab1c\n')).toBe('ab c\n');
});

test('printf: the format again until the words are used', () => {
  expect(printfText('%-4s|%8s|\n', ['n1', 'running', 'n2', 'x']).text).toBe('n1  | running|\nn2  |       x|\n');
  expect(printfText('%05.1f %x %%', ['3.14159', '255']).text).toBe('003.1 ff %');
  expect(printfText('%d', ['x'])).toEqual({ text: '0', wrongNumbers: ['x'] });
});

test('echo, cut, seq and date', () => {
  expect(echoText(['-e', 'a\\tb\\c', 'c'])).toBe('a\tb');
  expect(echoText(['-n', '-x'])).toBe('-x');
  const fields = {
    unit: 'fields',
    ranges: [[2, 2]],
    complement: false,
    delimiter: ':',
    outputDelimiter: ':',
    onlyDelimited: false,
  } as const;
  expect(cutLine('a:b:c', fields)).toBe('b');
  expect(cutLine('abc', fields)).toBe('abc');
  expect(sequence(['8', '10'], true)).toEqual(['08', '09', '10']);
  expect(sequence(['1', '.5', '2'], false)).toEqual(['1.0', '1.5', '2.0']);
  expect(strftime('%a %b %e %H:%M:%S %Z %Y week %V day %j', momentOf(2026, 11, 20, 9))).toBe(
    'Fri Nov 20 09:00:00 UTC 2026 week 47 day 324',
  );
});
