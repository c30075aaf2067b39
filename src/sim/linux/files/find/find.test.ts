import { expect, test } from 'vitest';
import { executable, makeTree, symlink } from '../../../kernel/fs/tree.ts';
import { echo } from '../../busybox/echo.ts';
import { find as busybox } from '../../busybox/find.ts';
import { ln as busyboxLn } from '../../busybox/ln.ts';
import { stat as busyboxStat } from '../../busybox/stat.ts';
import { ln as gnuLn } from '../../coreutils/ln.ts';
import { stat as gnuStat } from '../../coreutils/stat.ts';
import { find as gnu } from '../../findutils/find.ts';
import { TestMachine } from '../../test-machine.test-support.ts';

function machine() {
  const root = makeTree({
    bin: {
      find: executable(busybox),
      stat: executable(busyboxStat),
      ln: executable(busyboxLn),
      echo: executable(echo),
    },
    gnu: { find: executable(gnu), stat: executable(gnuStat), ln: executable(gnuLn) },
    d: { e: {}, f: 'hi\n', l: symlink('f') },
    etc: { passwd: 'root:x:0:0:root:/root:/bin/sh\n', group: 'root:x:0:\n' },
  });
  return new TestMachine(root).host;
}

/** Output and complaints of one run, the usage behind a complaint cut off. */
function run(line: string | readonly string[]): string {
  const { out, err, status } = machine().run(line);
  return `${out}${err.replace(/\nBusyBox v[\s\S]*/, '\n')}${status === 0 ? '' : `=${status}\n`}`;
}

// Recorded from BusyBox 1.37 and findutils 4.11.
test.each([
  ['d', 'd\nd/e\nd/f\nd/l\n'],
  ['d -type f', 'd/f\n'],
  ['d -name f* -o -type d', 'd\nd/e\nd/f\n'],
  ['d -maxdepth 1 -mindepth 1', 'd/e\nd/f\nd/l\n'],
  ['d -not -type d', 'd/f\nd/l\n'],
  ['d ! -name f -print', 'd\nd/e\nd/l\n'],
  ['d -empty', 'd/e\n'],
  ['d -type l -print0', 'd/l\0'],
  ['d -path */e -prune -o -print', 'd\nd/f\nd/l\n'],
  ['. -iname D', './d\n'],
  ['d ( -name e -o -name l )', 'd/e\nd/l\n'],
  ['d -depth', 'd/e\nd/f\nd/l\nd\n'],
  ['d -quit', ''],
  ['d -size -2c', 'd/l\n'],
  ['d/ -name f', 'd/f\n'],
  ['d -type f -exec echo x {} ;', 'x d/f\n'],
  ['d -type f -exec echo x {} +', 'x d/f\n'],
  ['d -user root -name f', 'd/f\n'],
])('find %s, of both packages', (words, shown) => {
  expect(run(`find ${words}`)).toBe(shown);
  expect(run(`/gnu/find ${words}`)).toBe(shown);
});

test.each([
  ['/nosuch', 'find: /nosuch: No such file or directory', 'find: ‘/nosuch’: No such file or directory'],
  ['-foo', 'find: unrecognized: -foo', "find: unknown predicate `-foo'"],
  ['d -name', 'find: -name requires an argument', "find: missing argument to `-name'"],
  ['d -type z', "find: invalid argument 'z' to '-type'", 'find: Unknown argument to -type: z'],
  [
    'd -maxdepth x',
    "find: invalid number 'x'",
    'find: Expected a positive decimal integer argument to -maxdepth, but got ‘x’',
  ],
])('find %s is wrong', (words, busyboxSays, gnuSays) => {
  expect(run(`find ${words}`)).toBe(`${busyboxSays}\n=1\n`);
  expect(run(`/gnu/find ${words}`)).toBe(`${gnuSays}\n=1\n`);
});

test('stat, by a format', () => {
  const format = '%n %s %a %A %U %G %F %h %u %g %f %b %B %o %t %T %N';
  expect(run(['stat', '-c', format, 'd/f', 'd', 'd/l', '/dev/null'])).toBe(
    `d/f 3 644 -rw-r--r-- root root regular file 1 0 0 81a4 8 512 4096 0 0 d/f
d 4096 755 drwxr-xr-x root root directory 3 0 0 41ed 8 512 4096 0 0 d
d/l 1 777 lrwxrwxrwx root root symbolic link 1 0 0 a1ff 0 512 4096 0 0 'd/l' -> 'f'
/dev/null 0 666 crw-rw-rw- root root character special file 1 0 0 21b6 0 512 4096 1 3 /dev/null
`,
  );
  expect(run(['/gnu/stat', '-c', '%N', 'd/f', 'd/l'])).toBe("'d/f'\n'd/l' -> 'f'\n");
  expect(run(['stat', '-c', '%q %% [%5s]', 'd/f'])).toBe('q % [    3]\n');
});

test('stat, whole', () => {
  const [file, size, device, access] = run('stat d/f').split('\n');
  expect([file, size, access]).toEqual([
    '  File: d/f',
    '  Size: 3         \tBlocks: 8          IO Block: 4096   regular file',
    'Access: (0644/-rw-r--r--)  Uid: (    0/    root)   Gid: (    0/    root)',
  ]);
  expect(device).toMatch(/^Device: \w+h\/\d+d\tInode: \d+ +Links: 1$/);
  expect(run('/gnu/stat d/l').split('\n')[0]).toBe('  File: d/l -> f');
  expect(run('stat /nosuch')).toBe("stat: can't stat '/nosuch': No such file or directory\n=1\n");
  expect(run('/gnu/stat nosuch')).toBe("stat: cannot statx 'nosuch': No such file or directory\n=1\n");
});

test('ln gives a file another name', () => {
  const host = machine();
  expect(host.run('ln d/f d/g')).toEqual({ out: '', err: '', status: 0 });
  expect(host.run('stat -c %h d/f d/g').out).toBe('2\n2\n');
  expect(host.run('ln d/f d/g').err).toBe('ln: d/g: File exists\n');
  expect(host.run('/gnu/ln d/f d/g').err).toBe("ln: failed to create hard link 'd/g': File exists\n");
  expect(host.run('ln nosuch x').err).toBe('ln: nosuch: No such file or directory\n');
  expect(host.run('/gnu/ln nosuch x').err).toBe("ln: failed to access 'nosuch': No such file or directory\n");
  expect(host.run('ln d x').err).toBe('ln: x: Operation not permitted\n');
  expect(host.run('/gnu/ln d x').err).toBe('ln: d: hard link not allowed for directory\n');
});
