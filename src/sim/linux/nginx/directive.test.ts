import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configurationOf } from './configuration.ts';
import { ConfigurationError, parseDirectives } from './directive.ts';

const shape = (text: string): unknown =>
  parseDirectives(text, 'f').map(({ name, arguments: words, block }) => [name, words, block?.length]);

test('words end at blanks, semicolons and braces; quotes and backslashes keep them together', () => {
  expect(shape(`a b 'c d' "e;f"; # g\nh { i; j { } }`)).toEqual([
    ['a', ['b', 'c d', 'e;f'], undefined],
    ['h', [], 2],
  ]);
  expect(shape('location ~ a\\.php$ {}')).toEqual([['location', ['~', 'a\\.php$'], 0]]);
});

test.each([
  ['a', 'unexpected end of file, expecting ";" or "}" in f:1'],
  ['a {', 'unexpected end of file, expecting "}" in f:1'],
  ['}', 'unexpected "}" in f:1'],
  [';', 'unexpected ";" in f:1'],
])('« %s » is refused in nginx’s words', (text, complaint) => {
  expect(() => parseDirectives(text, 'f')).toThrow(complaint);
});

test('whatever a configuration holds, nginx starts or says why not', () => {
  const words = fc.constantFrom(
    'http',
    'server',
    '{',
    '}',
    ';',
    'listen',
    '80',
    'return',
    '"',
    '\\',
    '#',
    '\n',
    'location',
    'types',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }), (parts) => {
      try {
        configurationOf(parts.join(' '), 'f', '');
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
      }
    }),
  );
});
