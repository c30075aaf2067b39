import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import type { TraceEvent } from '../trace.ts';
import { emitEthernet } from '../wire/ethernet.ts';
import { Bridge } from './bridge.ts';
import type { DeviceOwner, NetDevice } from './device.ts';
import { Dummy } from './dummy.ts';
import { Ethernet, LanSegment } from './ethernet.ts';
import { Loopback } from './loopback.ts';
import { Macvlan, type MacvlanMode } from './macvlan.ts';
import { createVethPair } from './veth.ts';

const EVERYONE = 'ff:ff:ff:ff:ff:ff';
const HOST = '02:00:00:00:00:03';
const OUTSIDER = '02:00:00:00:00:04';

/** A LAN with two cards: the host's eth0, on which macvlans of these modes are stacked, and an outsider's. */
function lan(...modes: MacvlanMode[]) {
  const clock = new Clock(0);
  const events: TraceEvent[] = [];
  const trace = { active: true, emit: (event: TraceEvent) => events.push(event) };
  const environment = { machine: 'docker1', clock, random: new Random(3), trace };
  const segment = new LanSegment(environment);
  const heard: string[] = [];
  const at = (device: NetDevice, name: string): void => {
    const owner: DeviceOwner = { name, input: () => heard.push(name), changed: () => {}, remove: () => {} };
    device.owner = owner;
    device.setUp(true);
  };
  const eth0 = new Ethernet(environment, { name: 'eth0', mac: HOST });
  const outsider = new Ethernet(environment, { name: 'eth0', mac: OUTSIDER });
  for (const [card, name] of [[eth0, 'host'] as const, [outsider, 'outsider'] as const]) {
    card.plug(segment);
    at(card, name);
  }
  const children = modes.map((mode, i) => {
    const child = new Macvlan(environment, { name: 'eth0', parent: eth0, mode, mac: `02:00:00:00:01:0${i}` });
    at(child, `child${i}`);
    return child;
  });
  /** Who hears a frame that `from` sends. */
  const send = (from: NetDevice, destination: string, source = from.mac): string[] => {
    heard.length = 0;
    from.transmit(emitEthernet({ destination, source, etherType: 0x88b5, payload: new Uint8Array(46) }));
    while (clock.step(Number.POSITIVE_INFINITY));
    return [...heard].sort();
  };
  const child = (i: number): Macvlan => children[i] as Macvlan;
  return { environment, eth0, outsider, child, send, events };
}

test('a frame from the wire goes to the macvlan of its address, and else to the host', () => {
  const { outsider, child, send } = lan('bridge', 'bridge');
  expect(send(outsider, child(1).mac)).toEqual(['child1']);
  expect(send(outsider, HOST)).toEqual(['host']);
});

test('a broadcast from the wire reaches the host and all that is stacked on its device', () => {
  const { outsider, send } = lan('bridge', 'vepa', 'private');
  expect(send(outsider, EVERYONE)).toEqual(['child0', 'child1', 'child2', 'host']);
});

test('macvlans send with their own address, to the wire', () => {
  const { outsider, child, send } = lan('bridge');
  let source = '';
  outsider.taps.add((_, frame) => {
    source = [...frame.subarray(6, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  });
  expect(send(child(0), OUTSIDER)).toEqual(['outsider']);
  expect(source).toBe('02:00:00:00:01:00');
});

test('a host and its macvlans do not hear each other', () => {
  const { eth0, child, send } = lan('bridge');
  send(child(0), EVERYONE);
  expect(send(eth0, child(0).mac)).toEqual([]);
  expect(send(eth0, EVERYONE)).toEqual(['outsider']);
  expect(send(child(0), HOST)).toEqual([]);
  expect(send(child(0), EVERYONE)).toEqual(['outsider']);
});

test('in bridge mode siblings hear each other at once, and the wire nothing of it', () => {
  const { eth0, child, send, events } = lan('bridge', 'bridge', 'bridge');
  const before = eth0.statistics.txPackets;
  expect(send(child(0), child(2).mac)).toEqual(['child2']);
  expect(eth0.statistics.txPackets).toBe(before);
  expect(events.find((event) => event.kind === 'macvlan-deliver')).toMatchObject({ from: 'sibling', to: ['child2'] });
  expect(send(child(0), EVERYONE)).toEqual(['child1', 'child2', 'outsider']);
});

test.each(['private', 'vepa'] as const)('in %s mode all that is sent goes to the wire, past the siblings', (mode) => {
  const { child, send } = lan(mode, mode, 'bridge');
  expect(send(child(0), EVERYONE)).toEqual(['outsider']);
  for (const sibling of [child(1), child(2)]) expect(send(child(0), sibling.mac)).toEqual(['outsider']);
});

test('what a switch sends back reaches vepa siblings, and none of a private one', () => {
  const { outsider, child, send } = lan('vepa', 'vepa', 'private');
  expect(send(outsider, EVERYONE, child(0).mac)).toEqual(['child1', 'host']);
  expect(send(outsider, EVERYONE, child(2).mac)).toEqual(['child2']);
});

test('passthru takes the parent for itself: its frames, its address, and gives the address back', () => {
  const { environment, eth0, outsider, child, send } = lan('passthru');
  expect(child(0).mac).toBe(HOST);
  child(0).mac = '02:00:00:00:00:99';
  expect(eth0.mac).toBe('02:00:00:00:00:99');
  expect(send(outsider, eth0.mac)).toEqual(['child0']);
  expect(() => new Macvlan(environment, { name: 'x', parent: eth0, mode: 'bridge' })).toThrow('Invalid argument');
  child(0).destroy();
  expect(eth0.mac).toBe(HOST);
  expect(send(outsider, HOST)).toEqual(['host']);
});

test('an address is one device’s only', () => {
  const { child } = lan('bridge', 'bridge');
  for (const taken of [HOST, child(1).mac]) {
    expect(() => {
      child(0).mac = taken;
    }).toThrow('Address already in use');
  }
});

test('a macvlan that is down hears nothing, and its address is free', () => {
  const { outsider, child, send } = lan('bridge', 'bridge');
  child(1).setUp(false);
  expect(send(outsider, child(1).mac)).toEqual(['host']);
  child(0).mac = child(1).mac;
  expect(() => child(1).setUp(true)).toThrow('Address already in use');
});

test('it has a carrier as long as its parent', () => {
  const { eth0, child } = lan('bridge');
  expect(child(0).flags).toEqual(['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP', 'RUNNING']);
  eth0.setUp(false);
  expect(child(0).flags).toEqual(['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP']);
});

test('lo cannot be a parent, nor a port of a bridge; a macvlan on a macvlan is its sibling', () => {
  const { environment, eth0, child } = lan('bridge');
  const on = (parent: NetDevice) => new Macvlan(environment, { name: 'x', parent, mode: 'bridge' });
  const [port] = createVethPair(environment, { name: 'a' }, { name: 'b' });
  new Bridge(environment, { name: 'br0' }).addPort(port);
  expect(() => on(new Loopback(environment))).toThrow('Invalid argument');
  expect(() => on(port)).toThrow('Device or resource busy');
  expect(on(child(0)).lower).toBe(eth0);
});

test('on a bridge, a macvlan hears what is for it though the bridge only floods it', () => {
  const { environment, send } = lan();
  const bridge = new Bridge(environment, { name: 'br0' });
  const [port, station] = createVethPair(environment, { name: 'a' }, { name: 'b' });
  bridge.addPort(port);
  const child = new Macvlan(environment, { name: 'c', parent: bridge, mode: 'bridge' });
  for (const device of [bridge, port, station, child]) device.setUp(true);
  send(station, child.mac);
  expect(child.statistics.rxPackets).toBe(1);
});

test('what a dummy sends is gone', () => {
  const { environment, send } = lan();
  const dummy = new Dummy(environment, 'dm-0');
  dummy.setUp(true);
  const child = new Macvlan(environment, { name: 'c', parent: dummy, mode: 'bridge' });
  child.setUp(true);
  expect(send(child, EVERYONE)).toEqual([]);
  expect([dummy.statistics.txPackets, dummy.operstate]).toEqual([1, 'UNKNOWN']);
});
