import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { FieldBuilder, fieldText } from './fields.ts';

function split(text: string, ifs: string): string[] {
  const builder = new FieldBuilder(ifs);
  builder.addExpanded(text);
  builder.end();
  return builder.fields.map(fieldText);
}

test.each([
  ['  a  b ', ' \t\n', ['a', 'b']],
  ['a::b:', ':', ['a', '', 'b']],
  [':a', ':', ['', 'a']],
  [' a : b ', ' :', ['a', 'b']],
  ['a b', '', ['a b']],
  ['', ' ', []],
])('%j cut at %j', (text, ifs, expected) => expect(split(text, ifs)).toEqual(expected));

test('words joined by blanks come apart again', () => {
  const word = array(constantFrom('a', 'b', '*', '\\', "'"), { minLength: 1 }).map((chars) => chars.join(''));
  assert(
    property(array(word), (words) => {
      expect(split(words.join('  '), ' \t\n')).toEqual(words);
    }),
  );
});
