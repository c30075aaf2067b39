import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { cat } from '../coreutils/cat.ts';
import { mkdir } from '../coreutils/mkdir.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';
import { tar } from './gnu-tar.ts';

function* noShell() {
  return 0;
}

let host: Place;
let container: Place;

beforeEach(() => {
  const bin = Object.fromEntries(
    Object.entries({ cat, mkdir, tar }).map(([name, program]) => [name, executable(program)]),
  );
  const machine = new TestMachine(
    makeTree({ usr: { bin }, etc: { passwd: 'root:x:0:0::/root:/bin/sh\n', group: 'root:x:0:\n' }, w: FILES }),
  );
  host = machine.host;
  const root = alpine(noShell).createRoot();
  root.link('w', makeTree(FILES));
  container = machine.container(root);
});

const FILES = { a: 'a\n', d: { deep: { b: 'b\n' } }, out: {} };

const run = (place: Place, line: string): string => {
  const { out, err, status } = place.run(line, { cwd: '/w' });
  return `${out}${err}=${status}`;
};

// Recorded from GNU tar 1.35 and BusyBox 1.37.
test('what is packed is listed and unpacked again', () => {
  for (const place of [host, container]) {
    expect(run(place, 'tar cf x.tar a d')).toBe('=0');
    expect(run(place, 'tar tf x.tar')).toBe('a\nd/\nd/deep/\nd/deep/b\n=0');
    expect(run(place, 'tar -x -v -f x.tar -C out d')).toBe('d/\nd/deep/\nd/deep/b\n=0');
    expect(run(place, 'cat out/d/deep/b')).toBe('b\n=0');
    expect(run(place, 'tar xOf x.tar a')).toBe('a\n=0');
    expect(run(place, 'tar cvf y.tar a d/deep')).toBe('a\nd/deep/\nd/deep/b\n=0');
  }
});

const GNU_END = 'tar: Exiting with failure status due to previous errors\n';

test.each([
  ['tar cf x.tar nosuch', `tar: nosuch: Cannot stat: No such file or directory\n${GNU_END}=2`],
  [
    'tar tf nosuch',
    'tar: nosuch: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n=2',
  ],
  ['tar xf a', `tar: This does not look like a tar archive\n${GNU_END}=2`],
  ['tar cf x.tar /w/a', "tar: Removing leading `/' from member names\n=0"],
])('GNU’s %s', (line, shown) => {
  expect(run(host, line)).toBe(shown);
});

test.each([
  ['tar cf x.tar nosuch', 'tar: nosuch: No such file or directory\ntar: error exit delayed from previous errors\n=1'],
  ['tar tf nosuch', "tar: can't open 'nosuch': No such file or directory\n=1"],
  ['tar xf a', 'tar: short read\n=1'],
  ['tar cf x.tar /w/a', "tar: removing leading '/' from member names\n=0"],
])('BusyBox’s %s', (line, shown) => {
  expect(run(container, line)).toBe(shown);
});

test('a name that is not in the archive is told', () => {
  expect(run(host, 'tar cf x.tar a')).toBe('=0');
  expect(run(host, 'tar tf x.tar zz')).toBe(`tar: zz: Not found in archive\n${GNU_END}=2`);
  expect(run(host, 'tar -tvf x.tar')).toMatch(/^-rw-r--r-- root\/root {9}2 \d{4}-\d\d-\d\d \d\d:\d\d a\n=0$/);
});
