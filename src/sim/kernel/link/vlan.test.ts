import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import { emitEthernet } from '../wire/ethernet.ts';
import { Macvlan } from './macvlan.ts';
import { createVethPair } from './veth.ts';
import { Vlan } from './vlan.ts';
import { tagged, untagged, vlanOf } from './vlan-tag.ts';

test('a tag goes on and comes off again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 14, maxLength: 80 }), fc.integer({ min: 1, max: 4094 }), (frame, id) => {
      expect(vlanOf(tagged(frame, id))).toBe(id);
      expect(untagged(tagged(frame, id))).toEqual(frame);
    }),
  );
});

/** Two cards, each with a sub-interface on VLAN 10, the far one with one on VLAN 20 as well. */
function trunk() {
  const clock = new Clock(0);
  const environment = { machine: 'm', clock, random: new Random(1), trace: { active: false, emit: () => {} } };
  const [near, far] = createVethPair(environment, { name: 'eth0' }, { name: 'eth0' });
  for (const card of [near, far]) card.setUp(true);
  const on = (parent: typeof near, id: number): Vlan => {
    const vlan = new Vlan(environment, { name: `eth0.${id}`, parent, id });
    vlan.setUp(true);
    return vlan;
  };
  const send = (from: Vlan | Macvlan): void => {
    const frame = {
      destination: 'ff:ff:ff:ff:ff:ff',
      source: from.mac,
      etherType: 0x88b5,
      payload: new Uint8Array(46),
    };
    from.transmit(emitEthernet(frame));
    while (clock.step(Number.POSITIVE_INFINITY));
  };
  return { environment, near, far, on, send };
}

test('a frame is heard on its own VLAN only, without the tag', () => {
  const { near, far, on, send } = trunk();
  const [near10, far10, far20] = [on(near, 10), on(far, 10), on(far, 20)];
  send(near10);
  expect([far10, far20].map((vlan) => vlan.statistics.rxBytes)).toEqual([60, 0]);
  expect(far.statistics.rxBytes).toBe(64);
});

test('macvlans stand on a sub-interface as on a card', () => {
  const { environment, near, far, on, send } = trunk();
  const [a, b] = [on(near, 10), on(far, 10)].map((parent) => {
    const child = new Macvlan(environment, { name: 'eth0', parent, mode: 'bridge' });
    child.setUp(true);
    return child;
  }) as [Macvlan, Macvlan];
  send(a);
  expect(b.statistics.rxPackets).toBe(1);
});

test('a VLAN is on a parent once, has its address, and follows its carrier', () => {
  const { near, far, on } = trunk();
  const vlan = on(near, 10);
  expect(() => on(near, 10)).toThrow('File exists');
  expect(vlan.mac).toBe(near.mac);
  far.setUp(false);
  expect(vlan.carrier).toBe(false);
  vlan.destroy();
  near.setUp(false);
  expect(() => on(near, 10)).toThrow('Network is down');
});
