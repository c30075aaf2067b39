import { expect, test } from 'vitest';
import { parseKey } from './keys.ts';

const names = (input: string): readonly string[] => {
  let bytes = [...new TextEncoder().encode(input)];
  const found: string[] = [];
  for (let parsed = parseKey(bytes); parsed; parsed = parseKey(bytes)) {
    found.push(parsed.key.name === 'char' || parsed.key.name === 'paste' ? parsed.key.text : parsed.key.name);
    bytes = bytes.slice(parsed.length);
  }
  return found;
};

test('keys that come in one read are told apart', () => {
  expect(names('aé日😀\x1b[A\x1bOH\x1b[1;5D\x1b[3~\x1b.\x1b\x7f\t\r\x03\x1f')).toEqual([
    'a',
    'é',
    '日',
    '😀',
    'up',
    'home',
    'C-left',
    'delete',
    'M-.',
    'M-backspace',
    'tab',
    'enter',
    'C-c',
    'C-_',
  ]);
});

test('a paste is one key, whatever is in it', () => {
  expect(names('\x1b[200~a\x1b[Aé\n\x1b[201~b')).toEqual(['a\x1b[Aé\n', 'b']);
});

test('what is not complete is no key yet', () => {
  for (const start of ['\x1b', '\x1b[', '\x1b[1;5', '\x1bO', '\x1b[200~abc']) expect(names(start)).toEqual([]);
  expect(parseKey([0xe6, 0x97])).toBeUndefined();
});

test('bytes that are no UTF-8 become the replacement character, and the rest is read', () => {
  expect(parseKey([0xff, 0x61])).toEqual({ key: { name: 'char', text: '\ufffd' }, length: 1 });
  expect(parseKey([0xe6, 0x61])).toEqual({ key: { name: 'char', text: '\ufffd' }, length: 1 });
});

test('a reply about the cursor is a key of its own, an unknown sequence another', () => {
  expect(names('\x1b[12;80R\x1b[99~x')).toEqual(['cursor-position', 'unknown', 'x']);
});
