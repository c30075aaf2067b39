import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from './clock.ts';

const drain = (clock: Clock): void => {
  while (clock.step(Number.POSITIVE_INFINITY));
};

test('timers fire by time, equal times in the order they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (delays) => {
      const clock = new Clock(0);
      const fired: [number, number][] = [];
      delays.forEach((delay, order) => {
        clock.after(delay, () => fired.push([delay, order]));
      });
      drain(clock);
      expect(fired).toEqual([...fired].sort(([a, i], [b, j]) => a - b || i - j));
      expect(fired).toHaveLength(delays.length);
    }),
  );
});

test('a cancelled timer does not fire, and is not the next one', () => {
  const clock = new Clock(0);
  let fired = false;
  const timer = clock.after(5, () => {
    fired = true;
  });
  timer.cancel();
  expect(clock.next).toBeUndefined();
  drain(clock);
  expect(fired).toBe(false);
});

test('time goes to the limit when nothing is due before it', () => {
  const clock = new Clock(1_000);
  clock.after(100, () => {});
  expect(clock.step(50)).toBe(false);
  expect([clock.now, clock.realtime]).toEqual([50, 1_050]);
  expect(clock.step(150)).toBe(true);
  expect(clock.now).toBe(100);
});
