import { expect, test } from 'vitest';
import { TestEngine } from '../test-engine.test-support.ts';

const SECOND = 1e9;

const probed = (host: TestEngine, command: string[], more: object = {}) =>
  host.run({
    name: 'box',
    command: ['sleep'],
    config: { Healthcheck: { Test: ['CMD', ...command], Interval: SECOND, Retries: 2, ...more } },
  });

const status = (host: TestEngine) => host.inspect('box').State.Health?.Status;

test('one probe that succeeds is enough, two that fail are too many', () => {
  const well = new TestEngine();
  probed(well, ['true']);
  expect(status(well)).toBe('starting');
  well.pass(1.5);
  expect(status(well)).toBe('healthy');
  const ill = new TestEngine();
  probed(ill, ['exit', '3']);
  ill.pass(1.5);
  expect(ill.inspect('box').State.Health).toMatchObject({
    Status: 'starting',
    FailingStreak: 1,
    Log: [{ ExitCode: 3 }],
  });
  ill.pass(1);
  expect(status(ill)).toBe('unhealthy');
  expect(ill.events()).toContain('container health_status: unhealthy box');
});

test('failures do not count while it starts up', () => {
  const host = new TestEngine();
  probed(host, ['exit', '1'], { StartPeriod: 30 * SECOND, StartInterval: SECOND });
  host.pass(10);
  expect(host.inspect('box').State.Health).toMatchObject({ Status: 'starting', FailingStreak: 0 });
});

test('a probe that lasts too long is killed and fails', () => {
  const host = new TestEngine();
  probed(host, ['sleep'], { Timeout: SECOND, Retries: 1 });
  host.pass(2.5);
  const [result] = host.inspect('box').State.Health?.Log ?? [];
  expect(result).toMatchObject({ ExitCode: -1, Output: 'Health check exceeded timeout (1s)' });
  expect(status(host)).toBe('unhealthy');
});

test('nobody looks at a paused container, nor at one that has ended', () => {
  const host = new TestEngine();
  probed(host, ['true']);
  host.pass(1.5);
  host.call(host.engine.containerPause('box'));
  expect(status(host)).toBe('unhealthy');
  const before = host.events().length;
  host.pass(5);
  expect(host.events()).toHaveLength(before);
  host.call(host.engine.containerUnpause('box'));
  host.pass(1.5);
  expect(status(host)).toBe('healthy');
});
