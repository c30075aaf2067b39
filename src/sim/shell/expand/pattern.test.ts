import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { patternRegExp } from './pattern.ts';

const matches = (pattern: string, text: string, extglob = false): boolean =>
  patternRegExp([{ text: pattern, quoted: false }], { extglob }).test(text);

test.each([
  ['*.txt', 'a.txt', true],
  ['*.txt', 'a.txt.gz', false],
  ['?', 'é', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[]a]', ']', true],
  ['[[:digit:]]*', '4x', true],
  ['[a', '[a', true],
  ['a.b', 'axb', false],
  ['*', 'two\nlines', true],
])('%s against %j: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

test('extended patterns', () => {
  expect(matches('@(a|b*)c', 'bxc', true)).toBe(true);
  expect(matches('!(a)', 'a', true)).toBe(false);
  expect(matches('+([0-9])', '123', true)).toBe(true);
});

test('quoted text stands for itself, whatever it is', () => {
  assert(
    property(string(), string(), (text, other) => {
      const expression = patternRegExp([{ text, quoted: true }]);
      expect(expression.test(text)).toBe(true);
      expect(expression.test(text + other)).toBe(other === '');
    }),
  );
});
