import { expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { expr as busybox } from '../busybox/expr.ts';
import { expr as gnu } from '../coreutils/expr.ts';
import { TestMachine } from '../test-machine.test-support.ts';

const { host } = new TestMachine(makeTree({ bin: { expr: executable(gnu) }, b: { expr: executable(busybox) } }));

function run(program: string, words: string): string {
  const { out, err, status } = host.run([program, ...(words === '' ? [] : words.split(' '))]);
  return `${out}${err}=${status}`;
}

// Recorded from coreutils and BusyBox 1.37.
test.each([
  ['1 + 2', '3\n=0'],
  ['abc : a\\(.\\)', 'b\n=0'],
  ['abc : .*', '3\n=0'],
  ['abc : x', '0\n=1'],
  ['0', '0\n=1'],
  ['substr hello 2 3', 'ell\n=0'],
  ['index hello l', '3\n=0'],
  ['5 > 3', '1\n=0'],
  ['10 < 9', '0\n=1'],
  ['a < b', '1\n=0'],
  ['match abcd ab', '2\n=0'],
  ['( 1 + 2 ) * 3', '9\n=0'],
  ['1 | 0', '1\n=0'],
  ['3 & 0', '0\n=1'],
  ['-5 + 2', '-3\n=0'],
  ['length', 'length\n=0'],
  ['6 * 7', '42\n=0'],
])('expr %s', (words, shown) => {
  expect(run('expr', words)).toBe(shown);
  expect(run('/b/expr', words)).toBe(shown);
});

test.each([
  ['1 / 0', 'division by zero', 'division by zero'],
  ['a + 1', 'non-numeric argument', 'non-integer argument'],
  ['1 +', 'syntax error', 'syntax error: missing argument after ‘+’'],
  ['length hello x', 'syntax error', 'syntax error: unexpected argument ‘x’'],
  ['( 1', 'syntax error', "syntax error: expecting ')' after ‘1’"],
  ['', 'too few arguments', "missing operand\nTry 'expr --help' for more information."],
])('expr %s is wrong', (words, busyboxSays, gnuSays) => {
  expect(run('/b/expr', words)).toBe(`expr: ${busyboxSays}\n=2`);
  expect(run('expr', words)).toBe(`expr: ${gnuSays}\n=2`);
});
