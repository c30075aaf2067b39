import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MILLISECOND, SECOND } from '../clock.ts';
import { ping, rawIcmp, Testbed } from '../inet/testbed.test-support.ts';
import { netfilterOf } from './netfilter.ts';
import type { RuleSpec } from './rule.ts';

/** Rules that may hold for an exchange in progress, some of them not for all of its packets. */
const RULES: readonly RuleSpec[] = [
  { matches: [{ kind: 'conntrack', states: ['ESTABLISHED'] }], target: { kind: 'ACCEPT' } },
  { protocol: { number: 1 }, target: { kind: 'DROP' } },
  { inInterface: { name: 'docker0' }, outInterface: { name: 'lan0' }, target: { kind: 'ACCEPT' } },
  { matches: [{ kind: 'limit', period: 10_000, burst: 2 }], target: { kind: 'ACCEPT' } },
  { matches: [{ kind: 'length', first: 85, last: 1500 }], target: { kind: 'DROP' } },
  { matches: [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }], target: { kind: 'DROP' } },
  { matches: [{ kind: 'mark', value: 1, mask: 0xffffffff }] },
  { target: { kind: 'RETURN' } },
  { inInterface: { name: 'lan0' }, target: { kind: 'ACCEPT' } },
];

class Scene {
  readonly bed: Testbed;
  readonly #socket;
  readonly #lan;
  readonly #tables;
  readonly answers: boolean[] = [];

  constructor(traced: boolean) {
    this.bed = new Testbed(traced);
    const docker0 = this.bed.bridge('docker0', '172.17.0.1');
    this.#lan = this.bed.bridge('lan0', '10.0.0.1', 24);
    this.#socket = rawIcmp(this.bed.container(docker0, '172.17.0.2', '172.17.0.1'));
    this.bed.container(docker0, '172.17.0.3', '172.17.0.1');
    this.bed.container(this.#lan, '10.0.0.2', '10.0.0.1', 24);
    this.bed.host.sysctls.set('ip_forward', 1);
    this.#tables = netfilterOf(this.bed.host).tables;
  }

  ping(size: number, to: string): void {
    const deadline = this.bed.clock.now + 50 * MILLISECOND;
    this.answers.push(this.bed.run(ping(this.#socket, to, { size, deadline }), SECOND) !== undefined);
  }

  insert(table: 'filter' | 'mangle', rule: number): void {
    this.#tables[table].insert('FORWARD', RULES[rule] as RuleSpec);
  }

  delete(table: 'filter' | 'mangle'): void {
    if (this.#tables[table].chain('FORWARD').rules.length > 0) this.#tables[table].deleteAt('FORWARD', 0);
  }

  policy(policy: 'ACCEPT' | 'DROP'): void {
    this.#tables.filter.setPolicy('FORWARD', policy);
  }

  rename(name: string): void {
    this.bed.host.devices.rename(this.#lan, name);
  }

  /** What each chain and rule has counted. */
  get counters() {
    return Object.values(this.#tables).flatMap(({ chains }) =>
      chains.flatMap((chain) => [chain, ...chain.rules].map(({ packets, bytes }) => [packets, bytes])),
    );
  }
}

const table = fc.constantFrom('filter', 'mangle');
const step: fc.Arbitrary<(scene: Scene) => void> = fc.oneof(
  fc.tuple(fc.constantFrom(56, 200), fc.constantFrom('172.17.0.3', '10.0.0.2')).map(
    ([size, to]) =>
      (scene: Scene) =>
        scene.ping(size, to),
  ),
  fc.tuple(table, fc.nat(RULES.length - 1)).map(
    ([name, rule]) =>
      (scene: Scene) =>
        scene.insert(name, rule),
  ),
  table.map((name) => (scene: Scene) => scene.delete(name)),
  fc.constantFrom('ACCEPT', 'DROP').map((policy) => (scene: Scene) => scene.policy(policy)),
  fc.constantFrom('lan0', 'lan1').map((name) => (scene: Scene) => scene.rename(name)),
);

// Who is watched is not remembered: every packet is asked about.
function compare(steps: readonly ((scene: Scene) => void)[]): readonly boolean[] {
  const [asked, remembered] = [new Scene(true), new Scene(false)];
  for (const scene of [asked, remembered]) {
    for (let i = 0; i < 3; i++) scene.ping(56, '10.0.0.2');
    for (const take of steps) take(scene);
  }
  expect(remembered.answers).toEqual(asked.answers);
  expect(remembered.counters).toEqual(asked.counters);
  return asked.answers.slice(3);
}

test('whether netfilter remembers or asks anew, the same pass and the same is counted', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 16 }), (steps) => {
      compare(steps);
    }),
    { numRuns: 60 },
  );
});

const pings = (count: number, size = 56) =>
  Array.from(
    { length: count },
    () =>
      (scene: Scene): void =>
        scene.ping(size, '10.0.0.2'),
  );

test('what looks at more than the connection is asked for each packet', () => {
  const closed = (scene: Scene): void => scene.policy('DROP');
  expect(compare([closed, (scene) => scene.insert('filter', 3), ...pings(3)])).toContain(false);
  const long = (scene: Scene): void => scene.insert('filter', 4);
  expect(compare([long, ...pings(2), ...pings(1, 200), ...pings(1)])).toEqual([true, true, false, true]);
});

test('a device that is called otherwise is another one to the rules', () => {
  const rules = (scene: Scene): void => {
    scene.policy('DROP');
    scene.insert('filter', 8);
    scene.insert('filter', 2);
  };
  expect(compare([rules, ...pings(2), (scene) => scene.rename('lan1'), ...pings(1)])).toEqual([true, true, false]);
});

test('a rule that comes holds for the very next packet of an exchange in progress', () => {
  const scene = new Scene(false);
  for (let i = 0; i < 3; i++) scene.ping(56, '10.0.0.2');
  scene.insert('filter', 1);
  scene.ping(56, '10.0.0.2');
  scene.delete('filter');
  scene.ping(56, '10.0.0.2');
  expect(scene.answers).toEqual([true, true, true, false, true]);
});
