import { expect, test } from 'vitest';
import { EscapeProxy, escapeKeys } from './escape-keys.ts';

const typed = (text: string): Uint8Array => new TextEncoder().encode(text);
const passed = ({ pass, escaped }: { pass: Uint8Array; escaped: boolean }) => [new TextDecoder().decode(pass), escaped];

test('a beginning of the escape keys is held back, and given later where it was none', () => {
  const proxy = new EscapeProxy(escapeKeys(''));
  expect(passed(proxy.filter(typed('a\x10')))).toEqual(['a', false]);
  expect(passed(proxy.filter(typed('b')))).toEqual(['\x10b', false]);
  expect(passed(proxy.filter(typed('c\x10')))).toEqual(['c', false]);
  expect(passed(proxy.filter(typed('\x11')))).toEqual(['', true]);
});

test('keys can be named', () => {
  expect(escapeKeys('ctrl-a,x')).toEqual([1, 120]);
  expect(escapeKeys('nonsense')).toEqual([16, 17]);
});
