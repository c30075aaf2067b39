import { expect, test } from 'vitest';
import type { Task } from '../../kernel/task.ts';
import type { Completion } from './completion.ts';
import { unquote } from './completion.ts';
import { Typist } from './terminal-double.ts';

/** Completes the word before the cursor from a list of names. */
const among = (names: readonly string[]) =>
  function* (line: string, cursor: number): Task<Completion> {
    const start = /(?:["'].*|(?:\\.|\S)*)$/.exec(line.slice(0, cursor))?.index ?? cursor;
    const { text } = unquote(line.slice(start, cursor));
    return { start, candidates: names.filter((name) => name.startsWith(text)) };
  };

const NAMES = ['alpha', 'alpine', 'beta', 'c d', 'dir1/', "e'f", 'g$h'];

const typed = (dialect: 'bash' | 'ash', keys: string, names = NAMES): string => {
  const typist = new Typist(dialect, { columns: 40, complete: among(names) });
  typist.press(keys);
  return typist.screen;
};

test.each([
  ['cat b\t|', '$ cat beta |'],
  ['cat di\t|', '$ cat dir1/|'],
  ['cat c\t|', '$ cat c\\ d |'],
  ['cat e\t|', "$ cat e\\'f |"],
  ['cat g\t|', '$ cat g\\$h |'],
  ['cat "c\t|', '$ cat "c d" |'],
  ["cat 'c\t|", "$ cat 'c d' |"],
  ['cat zzz\t|', '$ cat zzz|'],
  ['cat be x\x02\x02\t|', '$ cat beta | x'],
] as const)('bash completes %j to %j', (keys, screen) => {
  expect(typed('bash', keys)).toBe(screen);
});

test.each([
  ['cat b\t|', '$ cat beta |'],
  ['cat c\t|', '$ cat c\\ d |'],
  ['cat "c\t|', '$ cat "c\\ d |'],
  ['cat be x\x02\x02\t|', '$ cat beta | x'],
] as const)('ash completes %j to %j', (keys, screen) => {
  expect(typed('ash', keys)).toBe(screen);
});

test('bash lists at the second Tab that adds nothing', () => {
  const typist = new Typist('bash', { columns: 40, complete: among(NAMES) });
  expect(typist.press('cat al\t')).toBe('cat al\x07p');
  expect(typist.press('\t')).toBe('\x07');
  expect(typist.press('\t')).toBe('\r\nalpha   alpine  \r\n$ cat alp');
});

test('ash lists at the second Tab', () => {
  const typist = new Typist('ash', { columns: 40, complete: among(NAMES) });
  expect(typist.press('cat al\t')).toBe('cat al\x07\r$ cat alp\x1b[J');
  expect(typist.press('\t')).toBe('\r\nalpha   alpine\r\n\r$ cat alp\x1b[J');
});

test("bash shows last names only, in columns measured without a directory's slash", () => {
  expect(typed('bash', 'ls few/\t\t', ['few/abc', 'few/abcdef', 'few/abcdefghijk', 'few/abd', 'few/xbe'])).toBe(
    ['$ ls few/', 'abc          abcdefghijk  xbe', 'abcdef       abd', '$ ls few/'].join('\n'),
  );
  expect(typed('bash', 'ls d\t\t', ['d1/', 'd2/', 'd3'])).toBe('$ ls d\nd1/ d2/ d3\n$ ls d');
});

const MANY = Array.from({ length: 120 }, (_, i) => `m${i + 1}`);

test('bash asks before it lists a hundred', () => {
  const typist = new Typist('bash', { columns: 40, rows: 50, complete: among(MANY) });
  expect(typist.press('cat m\t')).toBe('cat m\x07');
  expect(typist.press('\t')).toBe('\r\nDisplay all 120 possibilities? (y or n)');
  expect(typist.press('z')).toBe('\x07');
  expect(typist.press('n')).toBe('\r\n$ cat m');
  typist.press('\t');
  const rows = typist.press('y').split('\r\n');
  expect(rows).toHaveLength(22);
  expect(rows[1]).toBe('m1    m117  m27   m45   m63   m81');
  expect(rows.at(-1)).toBe('$ cat m');
});

test('an interrupt at that question gives the line up', () => {
  const typist = new Typist('bash', { columns: 40, complete: among(MANY) });
  typist.press('cat m\t\t');
  typist.interrupt();
  expect(typist.results).toEqual([{ kind: 'interrupted' }]);
});

test('bash shows a long list a screenful at a time', () => {
  const typist = new Typist('bash', { columns: 20, rows: 6, complete: among(MANY.slice(0, 40)) });
  expect(typist.press('m\t\t').split('\r\n')).toHaveLength(7);
  expect(typist.screen.endsWith('--More--')).toBe(true);
  typist.press('\r');
  expect(typist.screen.split('\n')).toHaveLength(8);
  typist.press('q');
  expect(typist.screen.endsWith('\n$ m')).toBe(true);
});
