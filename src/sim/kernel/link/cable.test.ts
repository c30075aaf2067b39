import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import { Cable } from './cable.ts';

test('what is sent arrives later, in the order it was sent', () => {
  const clock = new Clock(0);
  const trace = { active: false, emit: () => {} };
  const arrived: { sent: number; at: number }[] = [];
  const environment = { machine: 'm', clock, random: new Random(2), trace };
  const cable = new Cable<number>(environment, (sent) => arrived.push({ sent, at: clock.now }), 10, 50);
  for (let sent = 0; sent < 40; sent++) cable.carry(sent);
  expect(arrived).toEqual([]);
  while (clock.step(1000));
  expect(arrived.map(({ sent }) => sent)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(arrived[0]?.at).toBeGreaterThanOrEqual(10);
  expect(arrived.at(-1)?.at).toBeLessThanOrEqual(50);
});
