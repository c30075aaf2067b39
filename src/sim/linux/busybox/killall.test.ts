import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { TestMachine } from '../test-machine.test-support.ts';

test('pidof lists the processes of a name, the newest first; killall ends them', () => {
  const image = alpine(function* () {
    return 0;
  });
  const box = new TestMachine(image.createRoot()).container(image.createRoot());
  box.run('sleep 100', { seconds: 0.1 });
  box.run('/bin/sleep 100', { seconds: 0.1 });
  expect(box.run('pidof sleep')).toEqual({ out: '2 1\n', err: '', status: 0 });
  expect(box.run('pidof nosuch')).toEqual({ out: '\n', err: '', status: 1 });
  expect(box.run('killall nosuch sleep')).toEqual({ out: '', err: 'killall: nosuch: no process killed\n', status: 1 });
  // The first process of a namespace is deaf to what comes from within (pid_namespaces(7)).
  expect(box.run('pidof sleep').out).toBe('1\n');
  expect(box.run('killall -q nosuch')).toEqual({ out: '', err: '', status: 1 });
  expect(box.run('killall -FOO sleep').err).toBe("killall: bad signal name 'FOO'\n");
});
