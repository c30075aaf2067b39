import { expect, test } from 'vitest';
import { MountTable } from './mount-table.ts';

const mount = (target: string, options: string) => ({ source: 'none', target, type: 'tmpfs', options });

test('the nearest mount says whether a path may be written', () => {
  const table = new MountTable(() => [mount('/', 'rw'), mount('/data', 'ro,nosuid'), mount('/data/in', 'rw')]);
  expect(['/x', '/data', '/data/a/b', '/data/in/c', '/database'].map((path) => table.isReadOnly(path))).toEqual([
    ...[false, true, true, false, false],
  ]);
  expect(new MountTable(() => [mount('/', 'ro')]).isReadOnly('/any')).toBe(true);
});

test('/proc/mounts writes blanks in octal', () => {
  expect(new MountTable(() => [mount('/a b', 'rw')]).text()).toBe('none /a\\040b tmpfs rw 0 0\n');
});
