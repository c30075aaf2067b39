import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ADDRESSES, type NetworkPlan, networkPlan } from '../random-network.test-support.ts';
import { happen, traffic } from '../random-traffic.test-support.ts';
import { changes, type Step } from './changes.test-support.ts';
import { Flow } from './flow.ts';
import { type Talk, WAITS, WatchedNetwork } from './watched-network.test-support.ts';

/** Of those that are there, most of all. */
const near = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.1.2') },
  { weight: 1, arbitrary: fc.constantFrom(...ADDRESSES.slice(0, 11)) },
);

const talk: fc.Arbitrary<Talk> = fc.record({
  from: fc.nat(40),
  to: near,
  how: fc.constantFrom('echo', 'echo', 'udp', 'tcp'),
  count: fc.integer({ min: 2, max: 12 }),
  size: fc.constantFrom(0, 1, 56, 57, 600, 1472, 3000),
  gap: fc.constantFrom(0, 10, 60, 400, 2_000_000),
  ttl: fc.constantFrom(64, 64, 64, 3, 2, 1),
});

const injected: fc.Arbitrary<Step> = traffic.map((events) => (world) => {
  for (const [event, wait] of events.slice(0, 3)) {
    happen(world.network, event, { inject: (device, frame) => device.transmit(frame), resized: () => undefined });
    world.pass(Math.min(wait, 100));
  }
});

const waits: fc.Arbitrary<Step> = fc.constantFrom(...WAITS).map((time) => (world) => world.pass(time));

/** A few talks, again and again: what was learnt of them must not outlive what happens in between. */
const steps = fc.array(talk, { minLength: 1, maxLength: 3 }).chain((pool) =>
  fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(...pool).map(
          (each): Step =>
            (world) =>
              world.talk(each),
        ),
      },
      { weight: 1, arbitrary: injected },
      { weight: 3, arbitrary: changes },
      { weight: 5, arbitrary: waits },
    ),
    { minLength: 3, maxLength: 24 },
  ),
);

const whole = { up: true, mtu: 1500 };
const bridge = { ...whole, containers: [whole, whole] };
/** On which everyone reaches everyone, and names and addresses are asked about. */
const sound: NetworkPlan = [
  {
    ...{ forwards: true, firewall: true, bridges: [bridge, bridge], ways: [] },
    rules: [
      { chain: 'filter DOCKER-USER', spec: { inInterface: { name: 'br0' } } },
      { chain: 'raw PREROUTING', spec: { inInterface: { name: 'br+', not: true } } },
      { chain: 'raw PREROUTING', spec: { matches: [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }] } },
    ],
  },
];

const exchanges = (how: Talk['how'], count: number): Talk[] =>
  [
    { from: 2, to: '10.0.0.3' },
    { from: 3, to: '10.0.1.2' },
    { from: 4, to: '10.0.0.1' },
  ].map((ends) => ({ ...ends, how, count, size: 56, gap: 300, ttl: 64 }));

/** Everyone talks before and after each change. */
const disturbed = fc
  .tuple(fc.constantFrom('echo', 'udp', 'tcp'), fc.array(fc.tuple(changes, waits), { minLength: 1, maxLength: 3 }))
  .map(([how, list]) => {
    const talks: Step = (world) => {
      for (const each of exchanges(how, 6)) world.talk(each);
      world.pass(3_000);
    };
    const during: Step = (world) => {
      for (const each of exchanges(how, 12)) world.talk(each);
      world.pass(1_000);
    };
    return [talks, ...list.flatMap(([change, wait]) => [during, change, wait, talks])];
  });

function compare(plan: NetworkPlan, taken: readonly Step[]): void {
  const worlds = [new WatchedNetwork(plan, true), new WatchedNetwork(plan, false)] as const;
  const states = worlds.map((world) =>
    taken.map((step) => {
      step(world);
      return world.state;
    }),
  );
  const ends = worlds.map((world) => {
    world.pass(50_000_000);
    return [world.state, ...world.next, ...world.log];
  });
  expect(states[1]).toEqual(states[0]);
  expect(ends[1]).toEqual(ends[0]);
}

/** Counts the packets that go a way that was learnt. */
function countShort(): () => number {
  const { take } = Flow.prototype;
  let short = 0;
  vi.spyOn(Flow.prototype, 'take').mockImplementation(function (this: Flow, frame) {
    const done = take.call(this, frame);
    if (done) short++;
    return done;
  });
  return () => short;
}

const NUM_RUNS = 60;

describe('whether packets go the ways that were learnt or the long one, the same arrives at the same moment, and the same is counted', () => {
  test('on any network, whatever happens', () => {
    fc.assert(fc.property(fc.oneof(fc.constant(sound), networkPlan), steps, compare), { numRuns: NUM_RUNS });
  });

  test('where everyone reaches everyone, and something is changed', () => {
    const short = countShort();
    fc.assert(fc.property(fc.constant(sound), disturbed, compare), { numRuns: NUM_RUNS });
    expect(short()).toBeGreaterThan(NUM_RUNS * 50);
  });
});
