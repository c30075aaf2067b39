import { expect, test } from 'vitest';
import { failure, TestEngine } from '../test-engine.test-support.ts';

test('--pid container: the processes of both are seen, and each container keeps its own', () => {
  const host = new TestEngine();
  host.run({ name: 'one', command: ['sleep'] });
  host.run({ name: 'two', command: ['sleep'], host: { PidMode: 'container:one' } });
  expect(host.inspect('two').HostConfig.PidMode).toBe(`container:${host.inspect('one').Id}`);
  host.call(host.engine.containerKill('two', 'KILL'));
  expect(host.inspect('one').State.Running).toBe(true);
  host.call(host.engine.containerStart('two'));
  host.call(host.engine.containerKill('one', 'KILL'));
  expect(host.inspect('two').State).toMatchObject({ Running: false, ExitCode: 137 });
});

test('who is to be joined must be there, and run', () => {
  const host = new TestEngine();
  const create = () => host.create({ name: 'two', host: { PidMode: 'container:one' } });
  expect(failure(create)).toBe('No such container: one');
  const one = host.create({ name: 'one' });
  create();
  const start = () => host.call(host.engine.containerStart('two'));
  expect(failure(start)).toBe(`failed to join PID namespace: container ${one} is not running`);
});

test('--pids-limit: a process too many is none', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['spawn'], host: { PidsLimit: 1 } });
  host.pass(0.1);
  expect(host.inspect('box').State.ExitCode).toBe(11);
});
