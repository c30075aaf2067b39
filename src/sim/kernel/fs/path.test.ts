import { expect, test } from 'vitest';
import { resolvePath } from './path.ts';
import { makeTree, symlink } from './tree.ts';

const root = makeTree({
  bin: { busybox: 'x', ls: symlink('/bin/busybox') },
  usr: { sbin: symlink('../bin') },
  loop: symlink('loop'),
  etc: { hosts: 'x' },
});
const resolve = (path: string, cwd = '/', follow = true) => resolvePath(root, cwd, path, { pid: 0 }, follow);

test.each([
  ['/bin/ls', '/', '/bin/busybox'],
  ['ls', '/bin', '/bin/busybox'],
  ['/usr/sbin/ls', '/', '/bin/busybox'],
  ['../etc/./hosts', '/bin', '/etc/hosts'],
  ['../../..', '/bin', '/'],
  ['/usr/sbin/..', '/', '/'],
])('%s from %s leads to %s', (path, cwd, expected) => {
  expect(resolve(path, cwd).path).toBe(expected);
});

test('a link itself is found when it is not to be followed', () => {
  expect(resolve('/bin/ls', '/', false).inode?.type).toBe('symlink');
});

test('a missing last name is told by its absence, a missing directory by ENOENT', () => {
  expect(resolve('/etc/nosuch').inode).toBeUndefined();
  expect(() => resolve('/nosuch/file')).toThrow('No such file or directory');
});

test('a file is no directory, and a ring of links is one too many', () => {
  expect(() => resolve('/etc/hosts/x')).toThrow('Not a directory');
  expect(() => resolve('/etc/hosts/')).toThrow('Not a directory');
  expect(() => resolve('/loop')).toThrow('Too many levels of symbolic links');
});
