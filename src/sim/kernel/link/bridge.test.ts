import { expect, test } from 'vitest';
import { Clock, SECOND } from '../clock.ts';
import { Random } from '../random.ts';
import type { TraceEvent } from '../trace.ts';
import { emitEthernet } from '../wire/ethernet.ts';
import { Bridge, type BridgePort } from './bridge.ts';
import { createVethPair, type Veth } from './veth.ts';

const EVERYONE = 'ff:ff:ff:ff:ff:ff';

/** A bridge with `count` stations; what each station hears is noted by the tap on its device. */
function stations(count: number) {
  const clock = new Clock(0);
  const events: TraceEvent[] = [];
  const trace = { active: true, emit: (event: TraceEvent) => events.push(event) };
  const environment = { machine: 'docker1', clock, random: new Random(7), trace };
  const bridge = new Bridge(environment, { name: 'br0', mac: '02:00:00:00:00:aa' });
  bridge.setUp(true);
  const heard: number[] = Array(count).fill(0);
  const ports: Veth[] = [];
  const devices = heard.map((_, i) => {
    const mac = `02:00:00:00:01:0${i}`;
    const [port, device] = createVethPair(environment, { name: `veth${i}` }, { name: 'eth0', mac });
    bridge.addPort(port);
    for (const end of [port, device]) end.setUp(true);
    device.taps.add((direction) => {
      if (direction === 'rx') heard[i] = (heard[i] ?? 0) + 1;
    });
    ports.push(port);
    return device;
  });
  const send = (from: number, destination: string): number[] => {
    heard.fill(0);
    const source = devices[from]?.mac ?? '';
    devices[from]?.transmit(emitEthernet({ destination, source, etherType: 0x88b5, payload: new Uint8Array(46) }));
    pass(1000);
    return [...heard];
  };
  const pass = (time: number): void => {
    const until = clock.now + time;
    while (clock.step(until));
  };
  const macOf = (i: number): string => devices[i]?.mac ?? '';
  return { bridge, ports, devices, events, send, pass, macOf };
}

test('a frame to an unknown address is flooded, the next one goes to the port that was learned', () => {
  const { send, macOf } = stations(3);
  expect(send(0, macOf(1))).toEqual([0, 1, 1]);
  expect(send(1, macOf(0))).toEqual([1, 0, 0]);
  expect(send(0, macOf(1))).toEqual([0, 1, 0]);
});

test('a broadcast reaches all but its sender, and the bridge itself', () => {
  const { bridge, send } = stations(3);
  expect(send(0, EVERYONE)).toEqual([0, 1, 1]);
  expect(bridge.statistics).toMatchObject({ rxPackets: 1, rxBytes: 46 });
});

test('frames to the bridge go up and nowhere else', () => {
  const { bridge, send } = stations(3);
  expect(send(0, bridge.mac)).toEqual([0, 0, 0]);
  expect(bridge.statistics.rxPackets).toBe(1);
});

test('what was not heard of for five minutes is forgotten', () => {
  const { send, pass, macOf } = stations(3);
  send(1, EVERYONE);
  pass(299 * SECOND);
  expect(send(0, macOf(1))).toEqual([0, 1, 0]);
  pass(SECOND);
  expect(send(0, macOf(1))).toEqual([0, 1, 1]);
});

test('a station that moves to another port is followed', () => {
  const { devices, send, macOf, events } = stations(3);
  send(1, EVERYONE);
  const station = devices[2];
  if (station) station.mac = macOf(1);
  send(2, EVERYONE);
  expect(send(0, macOf(1))).toEqual([0, 0, 1]);
  const moves = events.filter((event) => event.kind === 'bridge-learn' && event.movedFrom);
  expect(moves).toMatchObject([{ port: 'veth2', movedFrom: 'veth1' }]);
});

test('a frame is not sent back to where it came from', () => {
  const { send, macOf, events } = stations(2);
  send(0, EVERYONE);
  expect(send(0, macOf(0))).toEqual([0, 0]);
  expect(events.at(-1)).toMatchObject({ kind: 'bridge-drop', reason: 'same-port' });
});

test('the bridge loses its carrier with its last port, and says so a second later', () => {
  const { bridge, ports, pass } = stations(2);
  expect(bridge.operstate).toBe('UP');
  for (const port of ports) bridge.removePort(port);
  expect([bridge.carrier, bridge.operstate]).toEqual([false, 'UP']);
  pass(SECOND);
  expect(bridge.operstate).toBe('DOWN');
  expect(bridge.flags).toEqual(['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP']);
});

test('a bridge without an address of its own takes the lowest of its ports', () => {
  const clock = new Clock(0);
  const environment = { machine: 'm', clock, random: new Random(1), trace: { active: false, emit: () => {} } };
  const follower = new Bridge(environment, { name: 'br1' });
  for (const mac of ['02:00:00:00:00:05', '02:00:00:00:00:03', '02:00:00:00:00:04']) {
    follower.addPort(createVethPair(environment, { name: mac.slice(-2), mac }, { name: 'x' })[0]);
  }
  expect(follower.mac).toBe('02:00:00:00:00:03');
});

test('a filter may drop what crosses from port to port', () => {
  const { bridge, send, macOf } = stations(3);
  const owner = { name: 'host', input: () => {}, changed: () => {}, remove: () => {} };
  bridge.owner = { ...owner, bridgeFilter: (frame, _from, to) => (to.name === 'veth1' ? undefined : frame) };
  expect(send(0, macOf(1))).toEqual([0, 0, 1]);
});

test('a device has one master only', () => {
  const { bridge, ports } = stations(1);
  expect(() => bridge.addPort(ports[0] as Veth)).toThrow('Device or resource busy');
  expect(() => bridge.addPort(bridge as never)).toThrow('Too many levels of symbolic links');
});

test('a tap on the bridge sees what passes between its ports', () => {
  const { bridge, send, macOf } = stations(3);
  send(1, EVERYONE);
  let seen = 0;
  bridge.taps.add(() => seen++);
  bridge.promiscuity++;
  send(0, macOf(1));
  expect(seen).toBe(1);
  expect(bridge.statistics.rxPackets).toBe(2);
});

test('a port’s settings: isolated ones are nothing to each other, one that is not flooded hears only what is for it', () => {
  const { ports, send, macOf } = stations(3);
  const set = (i: number, settings: Parameters<BridgePort['set']>[0]): void =>
    ((ports[i] as Veth).handler as BridgePort).set(settings);
  for (const i of [0, 1]) set(i, { isolated: true });
  expect(send(0, EVERYONE)).toEqual([0, 0, 1]);
  expect(send(2, EVERYONE)).toEqual([1, 1, 0]);
  set(1, { isolated: false, flood: false });
  expect(send(0, '02:00:00:00:09:09')).toEqual([0, 0, 1]);
  expect(send(0, macOf(1))).toEqual([0, 0, 1]);
  send(1, EVERYONE);
  expect(send(0, macOf(1))).toEqual([0, 1, 0]);
});

test('an address put behind a port by hand is found there without having been heard, and does not age', () => {
  const { bridge, ports, send, pass } = stations(3);
  const mac = 0x02_00_00_00_09_09;
  expect(bridge.forwardingTable.put(mac, ports[1] as Veth, { local: false, fixed: true }, false)).toBe(true);
  expect(bridge.forwardingTable.put(mac, ports[2] as Veth, { local: false, fixed: true }, false)).toBe(false);
  pass(400 * SECOND);
  expect(send(0, '02:00:00:00:09:09')).toEqual([0, 1, 0]);
  expect(bridge.forwardingTable.remove(mac, ports[1] as Veth)).toBe(true);
  expect(send(0, '02:00:00:00:09:09')).toEqual([0, 1, 1]);
});
