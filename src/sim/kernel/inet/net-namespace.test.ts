import { expect, test } from 'vitest';
import { MILLISECOND, SECOND } from '../clock.ts';
import { parseIcmp } from '../wire/icmp.ts';
import { receivePacket } from './packet.ts';
import { endpoint, ping, ROOT, rawIcmp, Testbed, udp } from './testbed.test-support.ts';

/** The ICMP message in a packet that a raw socket got, and who sent it. */
function icmpIn(datagram: { data: Uint8Array } | undefined) {
  const packet = datagram && receivePacket(datagram.data);
  const message = packet && parseIcmp(packet.payload);
  return packet && message && { from: packet.sourceText, ttl: packet.ttl, ...message };
}

function twoContainers() {
  const bed = new Testbed();
  const bridge = bed.bridge('docker0', '172.17.0.1');
  const a = bed.container(bridge, '172.17.0.2', '172.17.0.1');
  const b = bed.container(bridge, '172.17.0.3', '172.17.0.1');
  return { bed, bridge, a, b };
}

function twoBridges() {
  const bed = new Testbed();
  const a = bed.container(bed.bridge('br0', '10.1.0.1', 24), '10.1.0.2', '10.1.0.1', 24);
  const b = bed.container(bed.bridge('br1', '10.2.0.1', 24), '10.2.0.2', '10.2.0.1', 24);
  bed.host.sysctls.set('ip_forward', 1);
  return { bed, a, b };
}

test('two containers on one bridge ping each other within a tenth of a millisecond or so', () => {
  const { bed, a } = twoContainers();
  const socket = rawIcmp(a);
  bed.run(ping(socket, '172.17.0.3'));
  const before = bed.clock.now;
  let after = before;
  const reply = bed.run(
    (function* () {
      const answer = yield* ping(socket, '172.17.0.3', { sequence: 1 });
      after = bed.clock.now;
      return answer;
    })(),
  );
  expect(icmpIn(reply)).toMatchObject({ type: 'echo-reply', from: '172.17.0.3', ttl: 64, sequence: 1 });
  expect(after - before).toBeGreaterThanOrEqual(48);
  expect(after - before).toBeLessThan(150);
});

test('a device counts whole frames: one ARP request, one reply, one ping each way', () => {
  const { bed, a } = twoContainers();
  bed.run(ping(rawIcmp(a), '172.17.0.3'), SECOND);
  expect(a.device('eth0')?.statistics).toMatchObject({ txPackets: 2, txBytes: 140, rxPackets: 2, rxBytes: 140 });
});

test('the loopback answers, and counts without Ethernet headers', () => {
  const { bed, a } = twoContainers();
  expect(icmpIn(bed.run(ping(rawIcmp(a), '127.0.0.1')))).toMatchObject({ type: 'echo-request' });
  expect(a.loopback.statistics).toMatchObject({ txPackets: 2, txBytes: 168, rxPackets: 2, rxBytes: 168 });
});

test('an own address is reached through lo', () => {
  const { bed, a } = twoContainers();
  expect(icmpIn(bed.run(ping(rawIcmp(a), '172.17.0.2')))?.from).toBe('172.17.0.2');
  expect(a.device('eth0')?.statistics.txPackets).toBe(0);
});

test('a neighbour that does not answer is asked three times, then the sender is told so by its own host', () => {
  const { bed, a } = twoContainers();
  const told = icmpIn(bed.run(ping(rawIcmp(a), '172.17.0.77')));
  expect(told).toMatchObject({ type: 'destination-unreachable', code: 1, from: '172.17.0.2' });
  expect(bed.eventsOf('neighbour-ask').map((event) => event.time)).toEqual([0, SECOND, 2 * SECOND]);
  expect(bed.eventsOf('neighbour-failed')[0]?.time).toBe(3 * SECOND);
  expect(a.netlink(false).neighbours()).toMatchObject([{ address: '172.17.0.77', device: 'eth0', state: 'FAILED' }]);
});

test('a packet to nowhere is refused at once', () => {
  const bed = new Testbed();
  const lonely = bed.container(bed.bridge('br0', '10.1.0.1'), '10.1.0.2');
  expect(() => bed.run(ping(rawIcmp(lonely), '8.8.8.8'))).toThrow('Network is unreachable');
});

test('a router passes packets on between its bridges, one hop less', () => {
  const { bed, a } = twoBridges();
  expect(icmpIn(bed.run(ping(rawIcmp(a), '10.2.0.2')))).toMatchObject({ from: '10.2.0.2', ttl: 63 });
});

test('a host that does not forward stays silent, but answers for all of its addresses', () => {
  const { bed, a } = twoBridges();
  bed.host.sysctls.set('ip_forward', 0);
  const socket = rawIcmp(a);
  expect(bed.run(ping(socket, '10.2.0.2', { deadline: SECOND }))).toBeUndefined();
  expect(icmpIn(bed.run(ping(socket, '10.2.0.1')))?.from).toBe('10.2.0.1');
});

test('a router without a route says so', () => {
  const { bed, a } = twoBridges();
  expect(icmpIn(bed.run(ping(rawIcmp(a), '8.8.8.8')))).toMatchObject({ code: 0, from: '10.1.0.1' });
});

test('a packet whose time is up is reported by the router where it ended', () => {
  const { bed, a } = twoBridges();
  const socket = rawIcmp(a);
  socket.setOptions({ ttl: 1 });
  expect(icmpIn(bed.run(ping(socket, '10.2.0.2')))).toMatchObject({ type: 'time-exceeded', from: '10.1.0.1' });
  socket.setOptions({ ttl: 2 });
  expect(icmpIn(bed.run(ping(socket, '10.2.0.2')))).toMatchObject({ type: 'echo-reply' });
});

test('a router tells six errors at once, then one a second', () => {
  const { bed, a } = twoBridges();
  const socket = rawIcmp(a);
  socket.setOptions({ ttl: 1 });
  const told = (): number => {
    let count = 0;
    for (let i = 0; i < 10; i++) {
      if (bed.run(ping(socket, '10.2.0.2', { deadline: bed.clock.now + MILLISECOND }), 2 * MILLISECOND)) count++;
    }
    return count;
  };
  expect(told()).toBe(6);
  bed.pass(SECOND);
  expect(told()).toBe(1);
});

test('a packet longer than the MTU travels in pieces and is answered whole', () => {
  const { bed, a, b } = twoContainers();
  const reply = bed.run(ping(rawIcmp(a), '172.17.0.3', { size: 4000 }), SECOND);
  expect(reply?.data.length).toBe(4028);
  // Three pieces and the ARP reply.
  expect(b.device('eth0')?.statistics).toMatchObject({ txPackets: 4, txBytes: 42 + 4008 + 3 * 34 });
});

test('what comes back longer than the own MTU is lost before it arrives', () => {
  const { bed, a } = twoContainers();
  a.configuration.setLink('eth0', { mtu: 1200 });
  const socket = rawIcmp(a);
  expect(bed.run(ping(socket, '172.17.0.3', { size: 1400, deadline: SECOND }))).toBeUndefined();
  expect(bed.host.device('veth0')?.statistics.txDropped).toBe(1);
  expect(icmpIn(bed.run(ping(socket, '172.17.0.3', { size: 1000 })))?.type).toBe('echo-reply');
});

test('a router that may not cut a packet names the MTU that it would need', () => {
  const { bed, a } = twoBridges();
  bed.host.configuration.setLink('br1', { mtu: 1000 });
  const told = icmpIn(bed.run(ping(rawIcmp(a), '10.2.0.2', { size: 1200 })));
  expect(told).toMatchObject({ type: 'destination-unreachable', code: 4, mtu: 1000, from: '10.1.0.1' });
});

test('a link that goes down and up again has lost its default route, but not the one to its subnet', () => {
  const { bed, a } = twoContainers();
  const socket = rawIcmp(a);
  a.configuration.setLink('eth0', { up: false });
  expect(a.netlink(false).routes()).toEqual([]);
  expect(() => bed.run(ping(socket, '172.17.0.3'))).toThrow('Network is unreachable');
  a.configuration.setLink('eth0', { up: true });
  const routes = a.netlink(false).routes();
  expect(routes.map((route) => `${route.destination}/${route.prefix}`)).toEqual(['172.17.0.0/16']);
  expect(icmpIn(bed.run(ping(socket, '172.17.0.3')))?.from).toBe('172.17.0.3');
});

test('an unprivileged ping socket gets the answers to its own requests, without IP header', () => {
  const { bed, a } = twoContainers();
  const sockets = [0, 1].map(() => a.socketFamily({ raw: false, gid: 1000 }).socket('inet', 'dgram', 1));
  const replies = sockets.map((socket) => bed.run(ping(socket, '172.17.0.3')));
  expect(replies.map((reply) => reply && parseIcmp(reply.data)?.type)).toEqual(['echo-reply', 'echo-reply']);
  expect(() => a.socketFamily({ raw: false, gid: 0 }).socket('inet', 'raw', 1)).toThrow('Operation not permitted');
});

test('UDP finds the socket that fits best and refuses closed ports', () => {
  const { bed, a, b } = twoContainers();
  const server = udp(b);
  server.bind(endpoint('0.0.0.0', 53));
  const client = udp(a);
  const text = new TextEncoder();
  bed.run(client.sendto(text.encode('who?'), endpoint('172.17.0.3', 53)), SECOND);
  const asked = bed.run(server.recvfrom());
  expect(asked).toEqual({ data: text.encode('who?'), from: { ...client.local, address: '172.17.0.2' } });
  bed.run(client.connect(endpoint('172.17.0.3', 54)));
  bed.run(client.sendto(text.encode('?')), SECOND);
  expect(() => bed.run(client.recvfrom())).toThrow('Connection refused');
});

test('two UDP sockets do not share a port of one address', () => {
  const { a } = twoContainers();
  udp(a).bind(endpoint('0.0.0.0', 53));
  expect(() => udp(a).bind(endpoint('172.17.0.2', 53))).toThrow('Address already in use');
  expect(() => udp(a).bind(endpoint('172.17.0.9', 99))).toThrow('Cannot assign requested address');
});

test('a socket asks before it broadcasts', () => {
  const { bed, a } = twoContainers();
  expect(() => bed.run(ping(rawIcmp(a), '172.17.255.255'))).toThrow('Permission denied');
});

test('a container announces itself three times, a second apart; its neighbours learn nothing they did not ask', () => {
  const { bed, a, b } = twoContainers();
  a.announce('eth0');
  bed.pass(10 * SECOND);
  expect(a.device('eth0')?.statistics).toMatchObject({ txPackets: 3, txBytes: 126 });
  expect(b.netlink(false).neighbours()).toEqual([]);
});

test('changes of the network need CAP_NET_ADMIN', () => {
  const { a } = twoContainers();
  expect(() => a.netlink(false).setLink('eth0', { up: false })).toThrow('Operation not permitted');
  expect(() => a.netlink(true).addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '8.8.8.8' })).toThrow(
    'Network is unreachable',
  );
  expect(() => a.netlink(true).setLink('eth9', { up: false })).toThrow('No such device');
});

test('netfilter may drop at each hook, and change where a packet goes', () => {
  const { bed, a, b } = twoContainers();
  const socket = rawIcmp(a);
  b.netfilter = { run: (hook) => (hook === 'INPUT' ? 'drop' : 'accept'), needsWholePackets: false };
  expect(bed.run(ping(socket, '172.17.0.3', { deadline: SECOND }))).toBeUndefined();
  a.netfilter = { run: (hook) => (hook === 'OUTPUT' ? 'drop' : 'accept'), needsWholePackets: false };
  expect(() => bed.run(ping(socket, '172.17.0.3'))).toThrow('Operation not permitted');
  a.netfilter = {
    needsWholePackets: true,
    run(hook, packet) {
      if (hook === 'OUTPUT') packet.destination = 0xac110001;
      return 'accept';
    },
  };
  expect(icmpIn(bed.run(ping(socket, '9.9.9.9')))?.from).toBe('172.17.0.1');
});

test('a device keeps its name and peer, not its addresses, when it moves', () => {
  const { bed, a } = twoContainers();
  const other = bed.namespace('other');
  a.moveDevice('eth0', other, 'eth1');
  expect(
    a
      .netlink(false)
      .links()
      .map((link) => link.name),
  ).toEqual(['lo']);
  const moved = other.netlink(false).links()[1];
  expect(moved).toMatchObject({ name: 'eth1', index: 2, operstate: 'DOWN', linkNetnsid: 0 });
  expect(
    other
      .netlink(false)
      .addresses()
      .map((entry) => entry.address),
  ).toEqual(['127.0.0.1', '::1']);
  other.destroy();
  expect(bed.host.device('veth0')).toBeUndefined();
});

test('packets that claim to come from here, or from nowhere possible, are dropped', () => {
  const { bed, a, b } = twoContainers();
  const claim = (source: number): void => {
    a.netfilter = {
      needsWholePackets: false,
      run(hook, packet) {
        if (hook === 'POSTROUTING') packet.source = source;
        return 'accept';
      },
    };
    bed.run(ping(rawIcmp(a), '172.17.0.3', { deadline: bed.clock.now + MILLISECOND }), SECOND);
  };
  for (const source of [0xac110003, 0x7f000001, 0xe0000001, 0]) claim(source);
  expect(bed.eventsOf('drop').map((event) => event.reason)).toEqual(Array(4).fill('martian-source'));
  expect(b.device('eth0')?.statistics.txPackets).toBe(1);
});

test('a stream is TCP, and nothing else', () => {
  const { a } = twoContainers();
  expect(() => a.socketFamily(ROOT).socket('inet', 'stream', 17)).toThrow('Protocol not supported');
  expect(a.socketFamily(ROOT).socket('inet', 'stream', 6).local).toEqual(endpoint('0.0.0.0', 0));
});
