import { expect, test } from 'vitest';
import { failure } from '../test-engine.test-support.ts';
import { mountTmpfs } from './tmpfs.ts';

// As recorded from /proc/mounts in containers of a Docker Engine 28.5.2.
test.each([
  ['', 'rw,nosuid,nodev,noexec,relatime'],
  ['size=64k,uid=1000,mode=1777', 'rw,nosuid,nodev,noexec,relatime,size=64k,uid=1000'],
  ['size=1048576,mode=700', 'rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700'],
  ['exec,ro', 'ro,nosuid,nodev,relatime'],
])('--tmpfs /t:%s is mounted with %s', (text, options) => {
  expect(mountTmpfs(text).options).toBe(options);
});

test('an option that is none is refused', () => {
  expect(failure(() => mountTmpfs('bogus'))).toBe('invalid tmpfs option "bogus"');
});
