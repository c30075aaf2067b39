import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { makeTree } from '../../kernel/fs/tree.ts';
import { TestMachine } from '../test-machine.test-support.ts';

test('mount lists what /proc/mounts says', () => {
  const container = new TestMachine(makeTree({})).container(
    alpine(function* () {
      return 0;
    }).createRoot(),
  );
  expect(container.run('mount -t x').out).toBe('x on /proc/sys type x (ro)\nx on /sys type x (ro)\n');
  expect(container.run('mount -t none').out).toBe('');
  expect(container.run('mount /dev/x /y').status).not.toBe(0);
});
