import { describe, expect, test } from 'vitest';
import { executable, makeTree, readFile } from '../../../kernel/fs/tree.ts';
import { sed as busybox } from '../../busybox/sed.ts';
import { sed as gnu } from '../../sed/sed.ts';
import { TestMachine } from '../../test-machine.test-support.ts';

const FILE = 'a\nb\nc\n';

function machine() {
  const root = makeTree({
    bin: { busybox: {} },
    usr: { bin: { sed: executable(gnu) } },
    b: { sed: executable(busybox) },
    f: FILE,
  });
  const { host } = new TestMachine(root);
  return { root, host };
}

/** Output and complaints of one run over the file `f`. */
function edit(program: string, words: readonly string[]): string {
  const { out, err, status } = machine().host.run([program, ...words, 'f']);
  return `${out}${err}${status === 0 ? '' : `=${status}\n`}`;
}

// Recorded from GNU sed 4.9 and BusyBox 1.37.
const BOTH: readonly (readonly [readonly string[], string])[] = [
  [['-n', '$='], '3\n'],
  [['2q'], 'a\nb\n'],
  [['-e', '2i\\', '-e', 'hello'], 'a\nhello\nb\nc\n'],
  [['2c new'], 'a\nnew\nc\n'],
  [['a tail'], 'a\ntail\nb\ntail\nc\ntail\n'],
  [['-n', '/b/,$p'], 'b\nc\n'],
  [['$!N;s/\\n/-/'], 'a-b\nc\n'],
  [['/b/!d'], 'b\n'],
  [['-E', 's/(a|b)/<\\1>/'], '<a>\n<b>\nc\n'],
  [['y/abc/xyz/'], 'x\ny\nz\n'],
  [['s/b/\\n/'], 'a\n\n\nc\n'],
  [['n;d'], 'a\nc\n'],
  [['G'], 'a\n\nb\n\nc\n\n'],
  [['1!G;h;$!d'], 'c\nb\na\n'],
  [['s/a/X/I;s|b|/|'], 'X\n/\nc\n'],
  [[':a;N;$!ba;s/\\n/ /g'], 'a b c\n'],
  [['s/x*/-/g'], '-a-\n-b-\n-c-\n'],
  [['2,1p'], 'a\nb\nb\nc\n'],
  [['-n', '2,+1p'], 'b\nc\n'],
  [['1,2c zz'], 'zz\nc\n'],
  [['/b/{s//B/;p}'], 'a\nB\nB\nc\n'],
  [['s/b/[&]/2'], 'a\nb\nc\n'],
  [['s/a/1/;t;s/b/2/'], '1\n2\nc\n'],
  [['N;P;D'], FILE],
  [['$a\\\n  two\\\nlines'], 'a\nb\nc\n  two\nlines\n'],
  [['s/b/x/3;3s/c/\\&/'], 'a\nb\n&\n'],
  [['s/[/]/x/'], FILE],
  [['$!d;r f'], 'c\na\nb\nc\n'],
];

test.each(BOTH)('sed %j, of both packages', (words, shown) => {
  expect(edit('sed', words)).toBe(shown);
  expect(edit('/b/sed', words)).toBe(shown);
});

describe('GNU sed', () => {
  test.each([
    [['1~2d'], 'b\n'],
    [['0,/a/d'], 'b\nc\n'],
    [['s/./\\U&x/;s/X/\\n/'], 'A\n\nB\n\nC\n\n'],
    [['z;s/^/k/'], 'k\nk\nk\n'],
    [['q5'], 'a\n=5\n'],
    [['i\\  x'], '  x\na\n  x\nb\n  x\nc\n'],
    [['i\\'], FILE],
  ])('%j', (words, shown) => {
    expect(edit('sed', words)).toBe(shown);
  });

  test.each([
    ['s/[/x/', "char 6: unterminated `s' command"],
    ['x/', 'char 2: extra characters after command'],
    ['s/a/b/q', "char 7: unknown option to `s'"],
    ['2', 'char 1: missing command'],
    ['{p', "char 0: unmatched `{'"],
    ['p}', "char 2: unexpected `}'"],
    ['1,p', "char 3: unexpected `,'"],
    ['y/ab/c/', "char 7: strings for `y' command are different lengths"],
    ['a', "char 1: expected \\ after `a', `c' or `i'"],
    ['s/\\(b\\)/\\2/', "char 11: invalid reference \\2 on `s' command's RHS"],
    ['s/b/X/pp', "char 8: multiple `p' options to `s' command"],
    ['!!p', "char 2: multiple `!'s"],
    [':', 'char 1: ":" lacks a label'],
    ['1:a', "char 2: : doesn't want any addresses"],
    ['0p', 'char 2: invalid usage of line address 0'],
    ['k', "char 1: unknown command: `k'"],
    ['/a', 'char 2: unterminated address regex'],
    ['s/\\(/x/', 'char 7: Unmatched ( or \\('],
  ])('complains of %s', (script, complaint) => {
    expect(edit('sed', [script])).toBe(`sed: -e expression #1, ${complaint}\n=1\n`);
  });

  test('counts in the expression that is wrong; a label is looked for at the end', () => {
    expect(edit('sed', ['-e', 'p', '-e', 'k'])).toBe("sed: -e expression #2, char 1: unknown command: `k'\n=1\n");
    expect(edit('sed', ['b nolab'])).toBe("sed: can't find label for jump to `nolab'\n=4\n");
  });
});

test('BusyBox complains in its own words', () => {
  expect(edit('/b/sed', ['s/[/x/'])).toBe("sed: unmatched '/'\n=1\n");
  expect(edit('/b/sed', ['k'])).toBe('sed: unsupported command k\n=1\n');
  expect(edit('/b/sed', ['1~2d'])).toBe('sed: unsupported command ~\n=1\n');
  expect(edit('/b/sed', ['s/\\(/x/'])).toBe("sed: bad regex '\\(': Unmatched ( or \\(\n=1\n");
  expect(edit('/b/sed', ['s/a/\\U&/'])).toBe('Ua\nb\nc\n');
});

test('-i puts the result in the place of the file, and keeps the old one where a suffix is given', () => {
  const { root, host } = machine();
  const err = "sed: can't read nosuch: No such file or directory\n";
  expect(host.run(['sed', '-i', 's/a/a/', 'nosuch', 'f'])).toEqual({ out: '', err, status: 2 });
  expect(host.run(['sed', '-i.bak', '1d;2q', 'f'])).toEqual({ out: '', err: '', status: 0 });
  expect(readFile(root, 'f')).toBe('b\nc\n');
  expect(readFile(root, 'f.bak')).toBe(FILE);
});

test('files are one text, or with -s each its own; a missing newline stays missing', () => {
  const { host } = machine();
  expect(host.run(['sed', '-n', '$p', 'f', 'f']).out).toBe('c\n');
  expect(host.run(['sed', '-s', '-n', '$p', 'f', 'f']).out).toBe('c\nc\n');
  expect(host.run(['sed', 's/n/N/'], { input: 'no newline' }).out).toBe('No newline');
  expect(host.run(['sed', '-n', 'p;p'], { input: 'x' }).out).toBe('x\nx');
});

test('w writes what a line is then', () => {
  const { root, host } = machine();
  host.run(['sed', '-n', 's/b/X/w out\n$w out', 'f']);
  expect(readFile(root, 'out')).toBe('X\nc\n');
});
