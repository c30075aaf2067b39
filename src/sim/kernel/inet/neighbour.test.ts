import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import { ping, rawIcmp, Testbed } from './testbed.test-support.ts';

function pair() {
  const bed = new Testbed();
  const bridge = bed.bridge('br0', '10.0.0.1');
  const a = bed.container(bridge, '10.0.0.2');
  const b = bed.container(bridge, '10.0.0.3');
  const state = (): string | undefined => a.netlink(false).neighbours()[0]?.state;
  const socket = rawIcmp(a);
  const send = (): void => void bed.run(ping(socket, '10.0.0.3', { deadline: bed.clock.now + 1000 }), 1000);
  return { bed, a, b, state, send };
}

test('an answer makes a neighbour reachable, a minute without use stale', () => {
  const { bed, state, send } = pair();
  send();
  expect(state()).toBe('REACHABLE');
  bed.pass(60 * SECOND);
  expect(state()).toBe('STALE');
});

test('who asked is known, but only by hearsay: the first answer starts the delay, then a probe at its own address', () => {
  const { bed, b, send } = pair();
  send();
  expect(b.netlink(false).neighbours()[0]?.state).toBe('DELAY');
  bed.pass(6 * SECOND);
  expect(bed.eventsOf('neighbour-ask').map(({ address, unicast }) => ({ address, unicast }))).toEqual([
    { address: '10.0.0.3', unicast: false },
    { address: '10.0.0.2', unicast: true },
  ]);
  expect(b.netlink(false).neighbours()[0]?.state).toBe('REACHABLE');
});

test('a stale neighbour that is gone fails after five seconds and three probes', () => {
  const { bed, b, state, send } = pair();
  send();
  bed.pass(60 * SECOND);
  b.netlink(true).setLink('lo', { up: false });
  b.netfilter = { run: () => 'drop', needsWholePackets: false };
  b.configuration.deleteAddress('eth0', '10.0.0.3', 16);
  send();
  expect(state()).toBe('DELAY');
  bed.pass(5 * SECOND);
  expect(state()).toBe('PROBE');
  bed.pass(3 * SECOND);
  expect(state()).toBe('FAILED');
});

test('a gratuitous ARP corrects the MAC of a neighbour that is known', () => {
  const { bed, a, b, send } = pair();
  send();
  b.configuration.setLink('eth0', { address: '02:00:00:00:00:99' });
  b.announce('eth0', 1);
  bed.pass(SECOND);
  expect(a.netlink(false).neighbours()).toEqual([
    {
      address: '10.0.0.3',
      device: 'eth0',
      lladdr: '02:00:00:00:00:99',
      state: 'STALE',
      probes: 4,
      references: 0,
      ages: expect.any(Array),
    },
  ]);
});

test('packets that wait for an answer all leave when it comes', () => {
  const { bed, a, b } = pair();
  const socket = rawIcmp(a);
  bed.run(
    (function* () {
      for (let sequence = 0; sequence < 3; sequence++) yield* ping(socket, '10.0.0.3', { sequence, deadline: 0 });
    })(),
  );
  expect(b.device('eth0')?.statistics.txPackets).toBe(5);
});

test('a link that goes down forgets its neighbours', () => {
  const { a, send } = pair();
  send();
  a.configuration.setLink('eth0', { up: false });
  expect(a.netlink(false).neighbours()).toEqual([]);
});
