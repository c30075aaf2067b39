import { expect, test, vi } from 'vitest';
import { MILLISECOND } from '../clock.ts';
import { ping, rawIcmp, Testbed } from '../inet/testbed.test-support.ts';
import type { Bridge } from '../link/bridge.ts';
import type { NetDevice } from '../link/device.ts';
import { netfilterOf } from '../netfilter/netfilter.ts';
import { Flow } from './flow.ts';

const takes = vi.spyOn(Flow.prototype, 'take');

/** Two containers on two networks of a host with a firewall. */
class Scene {
  readonly bed = new Testbed(false);
  readonly card: NetDevice;
  /** That of the first network. */
  readonly bridge: Bridge;
  readonly #socket;

  constructor() {
    const back = this.bed.bridge('back', '172.18.0.1');
    this.bridge = this.bed.bridge('front', '172.17.0.1');
    const from = this.bed.container(this.bridge, '172.17.0.2', '172.17.0.1');
    this.bed.container(back, '172.18.0.2', '172.18.0.1');
    this.bed.host.sysctls.set('ip_forward', 1);
    netfilterOf(this.bed.host);
    this.#socket = rawIcmp(from);
    this.card = from.deviceNamed('eth0');
  }

  /** Is it answered? And how many of the way's parts were gone by what had been learnt? */
  ping(size = 56): [boolean, number] {
    takes.mockClear();
    const deadline = this.bed.clock.now + 50 * MILLISECOND;
    const answer = this.bed.run(ping(this.#socket, '172.18.0.2', { size, deadline }), 60 * MILLISECOND);
    return [answer !== undefined, takes.mock.results.filter(({ value }) => value === true).length];
  }
}

/** A frame with an ICMP error that quotes an echo request of 84 bytes. */
const TIME_EXCEEDED = 14 + 20 + 8 + 84;
/** Out of the socket, through the host, into the other kernel; and back. */
const PARTS = 6;

test('once some packets have passed, a flow goes a way that was learnt, until something changes', () => {
  const scene = new Scene();
  for (let i = 0; i < 6; i++) scene.ping();
  expect(scene.ping()).toEqual([true, PARTS]);
  netfilterOf(scene.bed.host).tables.filter.setPolicy('FORWARD', 'DROP');
  expect(scene.ping()[0]).toBe(false);
});

test('nothing is learnt, and nothing of what was learnt holds, while somebody listens', () => {
  const scene = new Scene();
  for (let i = 0; i < 6; i++) scene.ping();
  const heard: number[] = [];
  const tap = (_: unknown, frame: Uint8Array): number => heard.push(frame.length);
  scene.card.taps.add(tap);
  // In the host and the other container nobody does.
  scene.ping();
  scene.ping();
  expect(scene.ping()).toEqual([true, PARTS - 2]);
  expect(heard).toEqual([98, 98, 98, 98, 98, 98]);
  Object.assign(scene.bed.environment.trace, { active: true });
  expect(scene.ping()).toEqual([true, 0]);
});

test('where a packet taught the bridge its port, the ones behind it keep that young', () => {
  const scene = new Scene();
  for (let i = 0; i < 6; i++) scene.ping();
  const [port] = scene.bridge.ports;
  if (port) scene.bridge.forwardingTable.flush(port, true);
  for (let i = 0; i < 3; i++) scene.ping();
  const { now } = scene.bed.clock;
  scene.ping();
  const learned = [...scene.bridge.forwardingTable.entries()].find(({ local }) => !local);
  expect(learned?.updated).toBeGreaterThan(now);
});

test('a frame that is not as the others goes the long way: too long, a wrong checksum, the last hop', () => {
  const scene = new Scene();
  const sent: Uint8Array[] = [];
  const tap = (direction: string, frame: Uint8Array): unknown => direction === 'tx' && sent.push(frame);
  scene.card.taps.add(tap);
  for (let i = 0; i < 4; i++) scene.ping();
  scene.card.taps.delete(tap);
  for (let i = 0; i < 4; i++) scene.ping();
  const { statistics } = scene.card;
  const answers = (change: (frame: Uint8Array) => void): number => {
    const frame = (sent.at(-1) as Uint8Array).slice();
    change(frame);
    const before = statistics.rxPackets;
    scene.card.transmit(frame);
    scene.bed.pass(MILLISECOND);
    return statistics.rxPackets - before;
  };
  expect(answers(() => undefined)).toBe(1);
  expect(answers((frame) => frame.fill(0, 24, 26))).toBe(0);
  // One hop less, and the header's checksum as much more: the host says that its time is over.
  const oneHop = (frame: Uint8Array): void => {
    const sum = ((frame[24] as number) << 8) + (frame[25] as number) + (((frame[22] as number) - 1) << 8);
    const folded = (sum & 0xffff) + (sum >>> 16);
    frame.set([1, frame[23] as number, folded >> 8, folded & 0xff], 22);
  };
  const before = statistics.rxBytes;
  expect(answers(oneHop)).toBe(1);
  expect(statistics.rxBytes - before).toBe(TIME_EXCEEDED);
  const pieces = (size: number): number => {
    const { txPackets } = statistics;
    expect(scene.ping(size)[0]).toBe(true);
    return statistics.txPackets - txPackets;
  };
  // With both headers, 1,500 bytes and 1,501.
  expect([pieces(1472), pieces(1473), pieces(3000)]).toEqual([1, 2, 3]);
});
