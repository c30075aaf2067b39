import { expect, test } from 'vitest';
import type { Dialect } from '../dialect.ts';
import { faultText } from './fault.ts';
import { readCommand } from './read-command.ts';

const read = (source: string, dialect: Dialect = 'bash', final = true, aliases = new Map<string, string>()) =>
  readCommand(source, 0, { dialect, aliases, final });

function fault(source: string, dialect: Dialect): string {
  const reading = read(source, dialect);
  return reading.kind === 'fault' ? faultText(dialect, reading.fault, () => 1) : reading.kind;
}

test.each([
  ["echo 'two\n"],
  ['echo "a $(ls\n'],
  ['for i in a; do\n'],
  ['while true\n'],
  ['f() {\n'],
  ['cat <<END\nfoo\n'],
  ['a &&\n'],
  ['a |\n'],
  ['echo a \\\n'],
  ['case x in a) b\n'],
  ['echo ${a\n'],
  ['echo $((1 +\n'],
])('%j awaits more lines', (source) => {
  expect(read(source, 'bash', false).kind).toBe('incomplete');
  expect(read(source, 'ash', false).kind).toBe('incomplete');
});

test.each([
  [')', 'unexpected ")"', "`)'"],
  ['if true; fi', 'unexpected "fi" (expecting "then")', "`fi'"],
  ['if then', 'unexpected "then"', "`then'"],
  ['while true; done', 'unexpected "done" (expecting "do")', "`done'"],
  ['for i do done', 'unexpected "done"', "`done'"],
  [';;', 'unexpected ";;"', "`;;'"],
  ['echo )', 'unexpected ")"', "`)'"],
  ['a || || b', 'unexpected "||"', "`||'"],
  ['& a', 'unexpected "&"', "`&'"],
  ['{ }', 'unexpected "}"', "`}'"],
  ['( )', 'unexpected ")"', "`)'"],
  ['foo(\n', 'unexpected newline (expecting ")")', "`newline'"],
  ['case x in a) b\n)', 'unexpected ")" (expecting ";;")', "`)'"],
])('%j is refused by both', (source, ash, bash) => {
  expect(fault(source, 'ash')).toBe(`syntax error: ${ash}`);
  expect(fault(source, 'bash')).toBe(`syntax error near unexpected token ${bash}`);
});

test.each([
  ["echo 'abc", 'syntax error: unterminated quoted string', "unexpected EOF while looking for matching `''"],
  [
    'echo $(ls',
    'syntax error: unexpected end of file (expecting ")")',
    "unexpected EOF while looking for matching `)'",
  ],
  [
    'if true',
    'syntax error: unexpected end of file (expecting "then")',
    "syntax error: unexpected end of file from `if' command on line 1",
  ],
  ['echo `ls', 'syntax error: EOF in backquote substitution', "unexpected EOF while looking for matching ``'"],
  ['a &&', 'syntax error: unexpected end of file', 'syntax error: unexpected end of file'],
  [
    'case a in',
    'syntax error: unexpected end of file (expecting ")")',
    "syntax error: unexpected end of file from `case' command on line 1",
  ],
  ['echo $((1+', "syntax error: missing '))'", "unexpected EOF while looking for matching `)'"],
])('%j at the end of the source', (source, ash, bash) => {
  expect(fault(source, 'ash')).toBe(ash);
  expect(fault(source, 'bash')).toBe(bash);
});

test.each([
  ['for ((k = 2; k > 0; k--)); do echo $k; done'],
  ['if [[ $(a b) == x && (-f y || a > b) ]]; then :; fi'],
  ['case $(case x in a) echo;; esac) in (a|b) c;; *) d; esac'],
  ['a=(1 2) b=3; f() { :; } > x; (( 1 + 2 )) && echo !(a|b)'],
  ['echo "${x:-it}" ${y:-\')\'} $((1 + (2))) `a \\` b`'],
  ['diff <(a) <(b) 2>&1 &> x <<< "y"'],
])('%j is whole', (source) => {
  expect(read(`${source}\n`).kind).toBe('command');
});

test('commands are read one line at a time', () => {
  const source = 'echo a\ncat <<E; echo\nb\nE\n)';
  const first = read(source);
  expect(first).toMatchObject({ kind: 'command', text: 'echo a\n', end: 7 });
  const second = readCommand(source, 7, { dialect: 'ash', aliases: new Map(), final: true });
  expect(second).toMatchObject({ kind: 'command', text: 'cat <<E; echo\nb\nE\n' });
});

test('aliases are replaced where a command may stand, and not inside themselves', () => {
  const aliases = new Map([
    ['ls', 'ls -a'],
    ['sudo', 'run '],
    ['open', 'if true; then'],
  ]);
  const text = (source: string) => {
    const reading = read(source, 'ash', true, aliases);
    return reading.kind === 'command' ? [reading.text, reading.end] : reading.kind;
  };
  expect(text('ls ls; x=1 ls | ls\nb')).toEqual(['ls -a ls; x=1 ls -a | ls -a\n', 19]);
  expect(text('sudo ls')).toEqual(['run  ls -a', 7]);
  expect(text('open ls; fi')).toEqual(['if true; then ls -a; fi', 11]);
  expect(text('"ls" \\ls')).toEqual(['"ls" \\ls', 8]);
});
