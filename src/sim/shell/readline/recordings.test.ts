import { expect, test } from 'vitest';
import type { Dialect } from '../dialect.ts';
import { Typist } from './terminal-double.ts';

/** Keys, and what the real shell wrote for them on a terminal (recorded from bash 5.3 and BusyBox 1.37, prompt `$ `). */
type Recording = readonly (readonly [keys: string, written: string])[];

const right = (count: number): string => '\x1b[C'.repeat(count);

const BASH_EDITING: Recording = [
  ['echo foo', 'echo foo'],
  ['\x01', '\r\x1b[C\x1b[C'],
  ['\x05', right(8)],
  ['\x02\x02', '\b\b'],
  ['X', '\x1b[1@X'],
  ['\x7f', '\b\x1b[1P'],
  ['\x04', '\x1b[C\x1b[K\b'],
  ['\x1b[F\x17', '\x1b[C\b\b\x1b[K'],
  ['\x19', 'fo'],
  ['\x15', '\r\x1b[C\x1b[C\x1b[K'],
  ['echo bar baz\x1bb\x1bb', 'echo bar baz\b\b\b\b\b\b\b'],
  ['\x1bd', '\x1b[3P'],
  ['\x19', '\x1b[3@bar'],
  ['\x14', '\b r'],
  ['\x0b', '\x1b[K'],
  ['\x15', '\r\x1b[C\x1b[C\x1b[K'],
  ['\x19', 'echo ba rbaz'],
  ['\x1f', '\r\x1b[C\x1b[C\x1b[K'],
  ['\x1f', 'echo ba r'],
  ['\x10', '\x07'],
];

const BASH_WRAPPING: Recording = [
  ['abcdefghijklmnopq', 'abcdefghijklmnopq'],
  ['r', 'r \r'],
  ['s', 's'],
  ['\x7f', '\r\x1b[K'],
  ['\x7f', `\x1b[A${right(19)}\x1b[K\r\n\r\x1b[K\x1b[A${right(19)}`],
  ['\x7f', '\b\x1b[K'],
  ['qrstuvwxyz0123456789ABCDEFG', 'qrstuvwxyz0123456789ABCDEFG'],
  ['\x01', '\x1b[A\x1b[A\b\b\b'],
  ['X', 'Xabcdefghijklmnopqrstuvwxyz0123456789AB\x1b[1@C\x1b[A\x1b[A\x1b[C'],
  ['\x0c', '\x1b[H\x1b[2J$ Xabcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\x1b[A\x1b[A\b\b\b'],
  ['\r', '\r\n\r\n\r\r\n\x1b[?2004l\r\x1b[?2004h$ '],
];

const BASH_SEARCH: Recording = [
  ['echo fo\r', 'echo fo\r\n\x1b[?2004l\r\x1b[?2004h$ '],
  ['\x12', "\r(reverse-i-search)`': "],
  ['e', "\b\b\be': \x1b[7me\x1b[27mcho fo\b\b\b\b\b\b\b"],
  ['c', "\b\b\b\x1b[1@c': \x1b[7mec\x1b[27m\b\b"],
  ['f', "\x07\r\x1b[C\x1b[8@failed reverse-i-search)`ecf': ec\b\b"],
  ['\x12', '\x07'],
  ['\x7f', "\r\x1b[C\x1b[8Preverse-i-search)`ec': \x1b[7mec\x1b[27m\b\b"],
  ['\x07', '\r$ \x1b[K'],
  [
    '\x12fo',
    "\r(reverse-i-search)`': \b\b\bf': echo \x1b[7mf\x1b[27mo\b\b\b\b\b\b\b\b\b\bo': echo \x1b[7mfo\x1b[27m\b\b",
  ],
  ['\x1b[C', '\r$ echo fo\x1b[K\b\b\x1b[C'],
];

const BASH_PASTE: Recording = [
  ['\x1b[200~echo a\necho b\n\x1b[201~', '\x1b[7mecho a\x1b[27m\r\n\r\x1b[7mecho b\x1b[27m\r\n\r'],
  ['\x01', '\x1b[A\x1b[A\x1b[C\x1b[Cecho a\r\n\recho b\x1b[A\r\x1b[C\x1b[C'],
  ['\x05', '\r\n\r\n\r'],
  ['\x15', '\x1b[A\x1b[A\x1b[C\x1b[C\x1b[K\r\n\r\x1b[K\r\n\r\x1b[K\x1b[A\x1b[A\x1b[C\x1b[C'],
];

const ASH_EDITING: Recording = [
  ['echo foo', 'echo foo'],
  ['\x01', '\x1b[8D'],
  ['\x05', 'echo foo'],
  ['\x02\x02', '\b\b'],
  ['X', 'Xoo\b\b'],
  ['\x7f', '\boo\x1b[J\b\b'],
  ['\x04', 'o\x1b[J\b'],
  ['\x1b[D', '\b'],
  ['\x1b[C', 'f'],
  ['\x05\x17', 'o\b\x1b[J\b\x1b[J'],
  ['bar baz\x1bb\x1bb', 'bar baz\b\b\b\b\b\b\b'],
  ['\x1bd', 'bar\b\b\bar baz\x1b[J\x1b[6Dr baz\x1b[J\x1b[5D baz\x1b[J\b\b\b\b'],
  ['\x15', '\r$  baz\x1b[J\b\b\b\b'],
  ['\x0b', '\x1b[J'],
  ['one\r', 'one\r\n$ \x1b[6n'],
  ['two\r', 'two\r\n$ \x1b[6n'],
  ['\x10', '\r$ two\x1b[J'],
  ['X\x10Y', 'X\r$ one\x1b[JY'],
  ['\x0e', '\r$ twoX\x1b[J'],
  ['\x0e', '\r$ \x1b[J'],
  ['\x0e', '\x07'],
  ['ab\x0c', 'ab\x1b[H\x1b[J\r$ ab\x1b[J'],
  ['\x03', '^C\r\n\r\n$ \x1b[6n'],
];

const ASH_WRAPPING: Recording = [
  ['abcdefghijklmnopq', 'abcdefghijklmnopq'],
  ['r', 'r\r\r\n'],
  ['s', 's'],
  ['\x7f', '\b\x1b[J'],
  ['\x7f', '\r\x1b[1A\x1b[19C\x1b[J'],
  ['\x7f', '\b\x1b[J'],
  ['qrstuvwxyz0123456789ABCDEFG', 'qr\r\r\nstuvwxyz0123456789AB\r\r\nCDEFG'],
  ['\x01', '\r\x1b[2A\x1b[2C'],
  ['X', 'Xabcdefghijklmnopq\r\r\nrstuvwxyz0123456789A\r\r\nBCDEFG\r\x1b[2A\x1b[3C'],
  ['\x7f', '\babcdefghijklmnopqr\r\r\nstuvwxyz0123456789AB\r\r\nCDEFG\x1b[J\r\x1b[2A\x1b[2C'],
];

const RECORDINGS: readonly (readonly [string, Dialect, number, Recording])[] = [
  ['editing', 'bash', 80, BASH_EDITING],
  ['a wrapped line', 'bash', 20, BASH_WRAPPING],
  ['searching', 'bash', 80, BASH_SEARCH],
  ['a paste', 'bash', 20, BASH_PASTE],
  ['editing', 'ash', 80, ASH_EDITING],
  ['a wrapped line', 'ash', 20, ASH_WRAPPING],
];

test.each(RECORDINGS)('%s in %s writes the bytes that the real one writes', (_, dialect, columns, recording) => {
  const typist = new Typist(dialect, { columns });
  const ours = recording.map(([keys]) => [keys, typist.press(keys)]);
  expect(ours).toEqual(recording);
});

test('bash writes what the real one writes at an interrupt, ^D and the first prompt', () => {
  const typist = new Typist('bash', { columns: 20 });
  expect(typist.terminal.written).toBe('\x1b[?2004h$ ');
  typist.press('echo abcdefghijklmnopqrstuvwxyz\x01');
  expect(typist.interrupt()).toBe('^C\r\n\r\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r\r\n\x1b[?2004h$ ');
  expect(typist.press('\x04')).toBe('\x1b[?2004l\r\r\n');
  expect(typist.results).toEqual([{ kind: 'interrupted' }, { kind: 'eof' }]);
});
