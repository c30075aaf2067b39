import { expect, test } from 'vitest';
import { Statistics } from './statistics.ts';

const summaryOf = (trips: Iterable<number>): string => {
  const statistics = new Statistics();
  for (const micros of trips) {
    statistics.sent++;
    statistics.received++;
    statistics.time(micros);
  }
  return statistics.summary('host', 2_000_000);
};

test('the summary has the least, the mean, the greatest time and their deviation', () => {
  expect(summaryOf([100, 200, 600])).toContain('rtt min/avg/max/mdev = 0.100/0.300/0.600/0.216 ms');
});

test('a ping that ran for days is summed up too', () => {
  function* trips() {
    for (let trip = 0; trip < 200_000; trip++) yield 100 + (trip % 2) * 100;
  }
  expect(summaryOf(trips())).toContain('rtt min/avg/max/mdev = 0.100/0.150/0.200/0.050 ms');
});
