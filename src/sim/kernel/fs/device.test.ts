import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import { Scheduler } from '../scheduler.ts';
import { CharacterDevice, memoryDevices } from './device.ts';

test.each(['zero', 'random', 'urandom'])('/dev/%s, read for ever, leaves time to others', (name) => {
  const scheduler = new Scheduler(new Clock(0));
  const device = memoryDevices(new Random(1), scheduler.clock)[name]?.();
  if (!(device instanceof CharacterDevice)) throw new Error(`${name} is no device`);
  const file = device.open();
  let bytes = 0;
  scheduler.spawn(
    (function* () {
      while (true) bytes += (yield* file.read(1000)).length;
    })(),
  );
  scheduler.runUntil(1000);
  expect(bytes).toBe(4000);
});
