import { expect, test } from 'vitest';
import { failure, TestEngine } from '../test-engine.test-support.ts';

const MEGABYTE = 1024 * 1024;

test('limits and the restart policy change while a container runs; what is refused changes nothing', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['sleep'], host: { Memory: 64 * MEGABYTE } });
  const update = (request: object) => host.call(host.engine.containerUpdate('box', request));
  expect(update({ NanoCpus: 5e8, RestartPolicy: { Name: 'always' } })).toEqual({ Warnings: null });
  const { NanoCpus, Memory, RestartPolicy } = host.inspect('box').HostConfig;
  expect({ NanoCpus, Memory, RestartPolicy }).toEqual({
    NanoCpus: 5e8,
    Memory: 64 * MEGABYTE,
    RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
  });
  const before = host.inspect('box').HostConfig;
  expect(failure(() => update({ Memory: 512 * MEGABYTE }))).toContain('smaller than already set memoryswap limit');
  expect(failure(() => update({ Memory: 1 }))).toBe('Minimum memory limit allowed is 6MB');
  expect(failure(() => update({ CpuPeriod: 5000 }))).toContain('CPU Period cannot be updated as NanoCPUs');
  expect(host.inspect('box').HostConfig).toEqual(before);
});

test('a restart policy given later counts at the next end', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['sleep'] });
  host.call(host.engine.containerUpdate('box', { RestartPolicy: { Name: 'always' } }));
  host.machine
    .processes()
    .find(({ argv }) => argv[0] === 'sleep')
    ?.end({ status: 1 });
  host.pass(1);
  expect(host.inspect('box')).toMatchObject({ RestartCount: 1, State: { Status: 'running' } });
});
