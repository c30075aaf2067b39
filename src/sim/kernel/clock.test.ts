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

test('what is added to lanes happens as timers of their own would fire, each lane in its order', () => {
  const added = fc.tuple(fc.nat(2), fc.nat(40), fc.nat(3));
  fc.assert(
    fc.property(fc.array(added), (list) => {
      const clock = new Clock(0);
      const last = [0, 0];
      const fired: (readonly [number, number])[] = [];
      const lanes = last.map(() => clock.lane((item: number) => fired.push([clock.now, item])));
      const expected = list.map(([which, delay, wait], item): readonly [number, number] => {
        for (let i = 0; i < wait; i++) clock.step(clock.now + 5);
        const at = Math.max(clock.now + delay, last[which] ?? 0);
        if (which < 2) last[which] = at;
        if (which < 2) lanes[which]?.add(at, item);
        else clock.at(at, () => fired.push([clock.now, item]));
        return [at, item];
      });
      drain(clock);
      expect(fired).toEqual([...expected].sort(([a, i], [b, j]) => a - b || i - j));
    }),
  );
});
