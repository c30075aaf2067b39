import { expect, test } from 'vitest';
import { leaveKey } from './leave-key.ts';

const press = (...keys: string[]): string | undefined => {
  const meaningOf = leaveKey();
  return keys.map((key) => meaningOf(key.replace('Shift+', ''), key.startsWith('Shift+'))).at(-1);
};

test('Escape, then Tab leaves; with Shift, backwards', () => {
  expect(press('Escape', 'Tab')).toBe('leaves-forward');
  expect(press('Escape', 'Shift', 'Shift+Tab')).toBe('leaves-backward');
});

test('Tab alone stays, so it completes', () => {
  expect(press('Tab')).toBe('stays');
  expect(press('Shift+Tab')).toBe('stays');
});

test('Escape itself stays, so programs get it', () => {
  expect(press('Escape')).toBe('stays');
});

test('any key between the two, and having left once, undoes Escape', () => {
  expect(press('Escape', 'a', 'Tab')).toBe('stays');
  expect(press('Escape', 'Tab', 'Tab')).toBe('stays');
});
