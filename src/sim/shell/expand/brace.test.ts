import { expect, test } from 'vitest';
import { expandBraces } from './brace.ts';

test.each([
  ['n{2..3}', ['n2', 'n3']],
  ['{a,b}{x,y}', ['ax', 'ay', 'bx', 'by']],
  ['{a,{b,c}d}', ['a', 'bd', 'cd']],
  ['{3..1}', ['3', '2', '1']],
  ['{01..03}', ['01', '02', '03']],
  ['{a..e..2}', ['a', 'c', 'e']],
  ['{a}', ['{a}']],
  ['{,x}', ['', 'x']],
  ['${a,b}', ['${a,b}']],
  ['"{a,b}"', ['"{a,b}"']],
  ['a{b', ['a{b']],
])('%s', (text, expected) => expect(expandBraces(text)).toEqual(expected));
