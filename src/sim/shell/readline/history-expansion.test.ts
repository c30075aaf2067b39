import { expect, test } from 'vitest';
import { expandHistory, words } from './history-expansion.ts';

const HISTORY = ['docker network create back', 'echo "a b" c/d.txt', 'ls /etc'];

test.each([
  ['!!', 'ls /etc'],
  ['sudo !!', 'sudo ls /etc'],
  ['!1', 'docker network create back'],
  ['!-2', 'echo "a b" c/d.txt'],
  ['!do', 'docker network create back'],
  ['!?a b?', 'echo "a b" c/d.txt'],
  ['cat !$', 'cat /etc'],
  ['cat !echo:1', 'cat "a b"'],
  ['!1:1-2 x', 'network create x'],
  ['!docker:*', 'network create back'],
  ['ls !echo:$:h', 'ls c'],
  ['"!!"', '"ls /etc"'],
  ['^etc^tmp', 'ls /tmp'],
])('%s becomes %s', (line, text) => {
  expect(expandHistory(line, HISTORY)).toEqual({ text, changed: true, run: true });
});

test.each(["'!!'", '\\!!', 'echo hi!', 'a != b', 'echo $!', `x=$\{!y}`, '[!a]', '"hi!"', '! true'])(
  '%s stays',
  (line) => {
    expect(expandHistory(line, HISTORY)).toEqual({ text: line, changed: false, run: true });
  },
);

test('what is not there is an error; `:p` only shows', () => {
  expect(expandHistory('!nope', HISTORY)).toEqual({ error: '!nope: event not found' });
  expect(expandHistory('!!:9', HISTORY)).toEqual({ error: ':9: bad word specifier' });
  expect(expandHistory('!ls:p', HISTORY)).toEqual({ text: 'ls /etc', changed: true, run: false });
});

test('words are as a shell has them', () => {
  expect(words(`a "b c"'d' e\\ f>g && h|i`)).toEqual(['a', `"b c"'d'`, 'e\\ f', '>', 'g', '&&', 'h', '|', 'i']);
});
