import { beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../clock.ts';
import { ETH_P_ALL, type ReceivedPacket, type Socket } from '../../socket.ts';
import type { Task } from '../../task.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../../wire/ethernet.ts';
import type { NetNamespace } from '../net-namespace.ts';
import { ping, ROOT, rawIcmp, Testbed } from '../testbed.test-support.ts';

let bed: Testbed;
let left: NetNamespace;
let right: NetNamespace;

beforeEach(() => {
  bed = new Testbed(false);
  const bridge = bed.bridge('docker0', '172.17.0.1');
  left = bed.container(bridge, '172.17.0.2', '172.17.0.1');
  right = bed.container(bridge, '172.17.0.3', '172.17.0.1');
});

function open(net: NetNamespace, device: string, protocol = ETH_P_ALL, type: 'raw' | 'dgram' = 'raw'): Socket {
  const socket = net.socketFamily(ROOT).socket('packet', type, 0);
  socket.bind({ family: 'packet', device, protocol, mac: '' });
  return socket;
}

/** All that the socket has heard. */
function heard(socket: Socket): ReceivedPacket[] {
  const all: ReceivedPacket[] = [];
  while (socket.readable) {
    const packet = bed.run(socket.recvmsg?.() as Task<ReceivedPacket | undefined>, 0);
    if (packet) all.push(packet);
  }
  return all;
}

const pingRight = (): void => {
  bed.run(ping(rawIcmp(left), '172.17.0.3', { deadline: bed.clock.now + SECOND }), SECOND);
};

const story = (packets: readonly ReceivedPacket[]): string[] =>
  packets.map(({ from }) => `${from.device} ${from.packetType} ${from.protocol.toString(16)}`);

test('hears what its device sends and receives, in order', () => {
  const socket = open(left, 'eth0');
  pingRight();
  expect(story(heard(socket))).toEqual(['eth0 outgoing 806', 'eth0 host 806', 'eth0 outgoing 800', 'eth0 host 800']);
});

test('of one protocol it hears only what comes in', () => {
  const [arp, ip] = [open(right, 'eth0', ETHERTYPE_ARP), open(right, 'eth0', ETHERTYPE_IPV4, 'dgram')];
  pingRight();
  expect(story(heard(arp))).toEqual(['eth0 broadcast 806']);
  expect(heard(ip)[0]?.data[0]).toBe(0x45);
});

test('a bridge shows frames between its ports to the promiscuous only', () => {
  const [plain, promiscuous] = [open(bed.host, 'docker0'), open(bed.host, 'docker0')];
  pingRight();
  expect(story(heard(plain))).toEqual(['docker0 broadcast 806']);
  heard(promiscuous);
  promiscuous.setOptions({ promiscuous: true });
  pingRight();
  expect(story(heard(promiscuous))).toEqual(['docker0 otherhost 800', 'docker0 otherhost 800']);
  promiscuous.close();
  expect(bed.host.device('docker0')?.promiscuity).toBe(0);
});

test('unbound it hears every device, and its filter counts what it lets through', () => {
  const socket = open(bed.host, '');
  pingRight();
  heard(socket);
  socket.setOptions({ filter: (_, from) => from.device === 'veth1' });
  pingRight();
  expect(story(heard(socket))).toEqual(['veth1 outgoing 800', 'veth1 otherhost 800']);
  expect(socket.packetStatistics).toMatchObject({ drops: 0 });
});

test('sends frames as they are, or with a header made for them', () => {
  const socket = open(right, 'eth0');
  const to = right.device('eth0')?.mac ?? '';
  const dgram = open(left, 'eth0', 0x88b5, 'dgram');
  bed.run(dgram.sendto(Uint8Array.of(1, 2), { family: 'packet', device: 'eth0', protocol: 0x88b5, mac: to }));
  const [frame] = heard(socket);
  expect([...(frame?.data.subarray(12) ?? [])]).toEqual([0x88, 0xb5, 1, 2]);
  bed.run(open(left, 'eth0').sendto(frame?.data ?? new Uint8Array(0)));
  expect(story(heard(socket))).toEqual(['eth0 host 88b5']);
});

test('throws EPERM without CAP_NET_RAW, ENODEV, ENXIO, EMSGSIZE and EINVAL', () => {
  expect(() => left.socketFamily({ raw: false, gid: 0 }).socket('packet', 'raw', 0)).toThrow('Operation not permitted');
  expect(() => open(left, 'nope')).toThrow('No such device');
  expect(() => bed.run(open(left, '').sendto(new Uint8Array(60)))).toThrow('No such device or address');
  expect(() => bed.run(open(left, 'eth0').sendto(new Uint8Array(1515)))).toThrow('Message too long');
  expect(() => bed.run(open(left, 'eth0').sendto(new Uint8Array(3)))).toThrow('Invalid argument');
});

test('is told that its device went down, and hears nothing once it is gone', () => {
  const socket = open(bed.host, 'veth0');
  left.deleteDevice('eth0');
  expect(() => heard(socket)).toThrow('Network is down');
  expect(() => bed.run(socket.sendto(new Uint8Array(60)))).toThrow('No such device or address');
});
