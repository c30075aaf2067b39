import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import { endpoint, ping, rawIcmp, Testbed, udp } from '../inet/testbed.test-support.ts';
import type { Task } from '../task.ts';
import { parseIpv4 } from '../wire/address.ts';
import { parseIcmp } from '../wire/icmp.ts';
import { parseIpv4Packet, parseQuotedIpv4 } from '../wire/ipv4.ts';
import { netfilterOf, programLater } from './netfilter.ts';
import type { RuleSpec } from './rule.ts';

const number = (address: string): number => parseIpv4(address) ?? 0;
const subnet = (address: string, prefix: number) => ({ address: number(address), prefix });
const DROP = { kind: 'DROP' } as const;
const ACCEPT = { kind: 'ACCEPT' } as const;
const MASQUERADE: RuleSpec = {
  source: subnet('172.17.0.0', 16),
  outInterface: { name: 'docker0', not: true },
  target: { kind: 'MASQUERADE', to: {} },
};

/** A container on docker0, a server on lan0, and between them a host that forwards. The server knows no way to the container. */
function routed() {
  const bed = new Testbed();
  const docker0 = bed.bridge('docker0', '172.17.0.1');
  const lan0 = bed.bridge('lan0', '192.168.65.3', 24);
  const container = bed.container(docker0, '172.17.0.2', '172.17.0.1');
  const server = bed.container(lan0, '192.168.65.1', undefined, 24);
  bed.host.sysctls.set('ip_forward', 1);
  const firewall = netfilterOf(bed.host);
  return { bed, docker0, lan0, container, server, firewall, ...firewall.tables };
}

/** What `task` comes to within a second. */
const soon = <T>(bed: Testbed, task: Task<T>): T | undefined => bed.run(task, SECOND);

const answered = (bed: Testbed, from: NetNamespace, to: string): boolean =>
  soon(bed, ping(rawIcmp(from), to, { deadline: bed.clock.now + SECOND })) !== undefined;

/** The sources of the echo requests that a namespace was asked, as it saw them. */
const askedBy = (bed: Testbed, namespace: NetNamespace): string[] =>
  bed.eventsOf('deliver').flatMap(({ namespace: name, packet }) => {
    const { source = '', payload = new Uint8Array() } = parseIpv4Packet(packet) ?? {};
    return name === namespace.name && parseIcmp(payload)?.type === 'echo-request' ? [source] : [];
  });

test('without NAT the server cannot answer; with MASQUERADE it answers the host, and the container gets it', () => {
  const { bed, container, server, nat, firewall } = routed();
  expect(answered(bed, container, '192.168.65.1')).toBe(false);
  expect(askedBy(bed, server)).toEqual(['172.17.0.2']);
  firewall.conntrack.flush(() => true);
  nat.append('POSTROUTING', MASQUERADE);
  expect(answered(bed, container, '192.168.65.1')).toBe(true);
  expect(askedBy(bed, server)).toEqual(['172.17.0.2', '192.168.65.3']);
  const passed = bed.eventsOf('forward').map(({ packet }) => parseIpv4Packet(packet)?.source);
  expect(passed.slice(1)).toEqual(['172.17.0.2', '192.168.65.1']);
  const [connection] = firewall.conntrack.table.list;
  expect(connection?.original).toMatchObject({ source: number('172.17.0.2'), destination: number('192.168.65.1') });
  expect(connection?.reply).toMatchObject({ source: number('192.168.65.1'), destination: number('192.168.65.3') });
  expect(connection).toMatchObject({ seenReply: true, confirmed: true });
});

test('two containers that ask with the same id are told apart by another one', () => {
  const { bed, docker0, container, nat, firewall } = routed();
  const other = bed.container(docker0, '172.17.0.3', '172.17.0.1');
  nat.append('POSTROUTING', MASQUERADE);
  expect(answered(bed, container, '192.168.65.1')).toBe(true);
  expect(answered(bed, other, '192.168.65.1')).toBe(true);
  const ids = firewall.conntrack.table.list.map(({ reply }) => reply.sourcePort);
  expect(ids[0]).toBe(7);
  expect(ids[1]).not.toBe(7);
});

test('UDP through MASQUERADE keeps its port, and the answer finds back', () => {
  const { bed, container, server, nat } = routed();
  nat.append('POSTROUTING', MASQUERADE);
  const asking = udp(container);
  const serving = udp(server);
  serving.bind(endpoint('0.0.0.0', 53));
  soon(bed, asking.sendto(new Uint8Array(5), endpoint('192.168.65.1', 53)));
  const asked = soon(bed, serving.recvfrom(bed.clock.now + SECOND));
  expect(asked?.from).toMatchObject({ address: '192.168.65.3' });
  soon(bed, serving.sendto(new Uint8Array(9), asked?.from ?? endpoint('0.0.0.0')));
  const answer = soon(bed, asking.recvfrom(bed.clock.now + SECOND));
  expect(answer?.from).toEqual(endpoint('192.168.65.1', 53));
  expect(answer?.data).toHaveLength(9);
});

test('the policy of FORWARD drops; a rule for what is ESTABLISHED lets answers in', () => {
  const { bed, container, nat, filter } = routed();
  nat.append('POSTROUTING', MASQUERADE);
  filter.setPolicy('FORWARD', 'DROP');
  expect(answered(bed, container, '192.168.65.1')).toBe(false);
  expect(bed.eventsOf('netfilter').at(-1)).toMatchObject({ hook: 'FORWARD', verdict: 'drop', chain: 'FORWARD' });
  filter.append('FORWARD', { inInterface: { name: 'docker0' }, target: ACCEPT });
  expect(answered(bed, container, '192.168.65.1')).toBe(false);
  filter.append('FORWARD', {
    matches: [{ kind: 'conntrack', states: ['ESTABLISHED', 'RELATED'] }],
    target: ACCEPT,
  });
  expect(answered(bed, container, '192.168.65.1')).toBe(true);
  expect(filter.chain('FORWARD')).toMatchObject({ packets: 2, bytes: 168 });
  expect(filter.chain('FORWARD').rules.map(({ packets }) => packets)).toEqual([2, 1]);
});

test('between two ports of a bridge FORWARD decides too, and the trace names the rule', () => {
  const { bed, docker0, container, filter } = routed();
  bed.container(docker0, '172.17.0.3');
  expect(answered(bed, container, '172.17.0.3')).toBe(true);
  filter.newChain('ICC');
  filter.append('FORWARD', { target: { kind: 'jump', chain: 'ICC' } });
  filter.append('ICC', { inInterface: { name: 'docker0' }, outInterface: { name: 'docker0' }, target: DROP });
  expect(answered(bed, container, '172.17.0.3')).toBe(false);
  expect(bed.eventsOf('netfilter').at(-1)).toMatchObject({
    hook: 'FORWARD',
    verdict: 'drop',
    table: 'filter',
    chain: 'ICC',
    rule: '-A ICC -i docker0 -o docker0 -j DROP',
  });
  expect(bed.eventsOf('bridge-drop').at(-1)).toMatchObject({ reason: 'filtered' });
  expect(answered(bed, container, '172.17.0.1')).toBe(true);
});

test('physdev tells the ports of a bridge apart', () => {
  const { bed, docker0, container, filter } = routed();
  bed.container(docker0, '172.17.0.3');
  bed.container(docker0, '172.17.0.4');
  filter.append('FORWARD', { matches: [{ kind: 'physdev', out: { name: 'veth2' } }], target: DROP });
  expect(answered(bed, container, '172.17.0.3')).toBe(false);
  expect(answered(bed, container, '172.17.0.4')).toBe(true);
});

test('a packet in pieces crosses a bridge, or none of it does', () => {
  const { bed, docker0, container, filter } = routed();
  bed.container(docker0, '172.17.0.3');
  const big = () => soon(bed, ping(rawIcmp(container), '172.17.0.3', { size: 4000, deadline: bed.clock.now + SECOND }));
  filter.append('FORWARD', { matches: [{ kind: 'conntrack', states: ['INVALID'] }], target: DROP });
  expect(big()?.data.length).toBeGreaterThan(4000);
  filter.setPolicy('FORWARD', 'DROP');
  expect(big()).toBeUndefined();
  expect(bed.eventsOf('bridge-drop')).toHaveLength(3);
});

test('an ICMP error about a translated packet is RELATED, and quotes what its sender had sent', () => {
  const { bed, container, nat, filter } = routed();
  nat.append('POSTROUTING', MASQUERADE);
  filter.setPolicy('FORWARD', 'DROP');
  filter.append('FORWARD', { inInterface: { name: 'docker0' }, target: ACCEPT });
  filter.append('FORWARD', { matches: [{ kind: 'conntrack', states: ['RELATED'] }], target: ACCEPT });
  const socket = udp(container);
  socket.bind(endpoint('0.0.0.0', 4000));
  soon(bed, socket.connect(endpoint('192.168.65.1', 9)));
  soon(bed, socket.sendto(new Uint8Array(20)));
  expect(() => soon(bed, socket.recvfrom(bed.clock.now + SECOND))).toThrow('Connection refused');
  const error = bed.eventsOf('deliver').find(({ namespace }) => namespace === container.name);
  const { source, destination, payload } = parseIpv4Packet(error?.packet ?? new Uint8Array()) ?? {};
  expect([source, destination]).toEqual(['192.168.65.1', '172.17.0.2']);
  expect(parseQuotedIpv4(payload?.subarray(8) ?? new Uint8Array())?.source).toBe('172.17.0.2');
});

test('REJECT answers with the error it was told to', () => {
  const { bed, container, filter } = routed();
  filter.append('FORWARD', { target: { kind: 'REJECT', with: 'icmp-admin-prohibited' } });
  const answer = soon(bed, ping(rawIcmp(container), '192.168.65.1', { deadline: bed.clock.now + SECOND }));
  expect(answer?.from).toMatchObject({ address: '172.17.0.1' });
  expect(bed.eventsOf('icmp-error')).toMatchObject([{ type: 3, code: 13, to: '172.17.0.2' }]);
});

test('DNAT leads elsewhere, and the answer seems to come from where it was asked', () => {
  const { bed, lan0, container, server, nat } = routed();
  const published: RuleSpec = {
    protocol: { number: 17 },
    matches: [
      { kind: 'addrtype', destinationType: { type: 'LOCAL' } },
      { kind: 'udp', destinationPort: { first: 5353, last: 5353 } },
    ],
    target: { kind: 'DNAT', to: { address: number('172.17.0.2'), ports: { first: 53, last: 53 } } },
  };
  nat.append('PREROUTING', published);
  const serving = udp(container);
  serving.bind(endpoint('0.0.0.0', 53));
  const asking = udp(server);
  soon(bed, asking.sendto(new Uint8Array(3), endpoint('192.168.65.3', 5353)));
  const asked = soon(bed, serving.recvfrom(bed.clock.now + SECOND));
  expect(asked?.from).toMatchObject({ address: '192.168.65.1' });
  soon(bed, serving.sendto(new Uint8Array(4), asked?.from ?? endpoint('0.0.0.0')));
  expect(soon(bed, asking.recvfrom(bed.clock.now + SECOND))?.from).toEqual(endpoint('192.168.65.3', 5353));
  expect(lan0.ports).toHaveLength(1);
});

test('DNAT to a port of one’s own works over lo as well', () => {
  const { bed, container } = routed();
  netfilterOf(container).tables.nat.append('OUTPUT', {
    destination: subnet('127.0.0.11', 32),
    target: { kind: 'DNAT', to: { address: number('127.0.0.1'), ports: { first: 4053, last: 4053 } } },
    protocol: { number: 17 },
  });
  const serving = udp(container);
  serving.bind(endpoint('127.0.0.1', 4053));
  const asking = udp(container);
  soon(bed, asking.sendto(new Uint8Array(3), endpoint('127.0.0.11', 53)));
  const asked = soon(bed, serving.recvfrom(bed.clock.now + SECOND));
  soon(bed, serving.sendto(new Uint8Array(4), asked?.from ?? endpoint('0.0.0.0')));
  expect(soon(bed, asking.recvfrom(bed.clock.now + SECOND))?.from).toEqual(endpoint('127.0.0.11', 53));
  expect(asked?.from).toMatchObject({ port: 'port' in asking.local && asking.local.port });
  expect(netfilterOf(container).conntrack.table.list).toHaveLength(1);
});

test('a connection that nobody uses is forgotten: ICMP and UDP after 30 s', () => {
  const { bed, container, nat, firewall } = routed();
  nat.append('POSTROUTING', MASQUERADE);
  answered(bed, container, '192.168.65.1');
  bed.pass(28 * SECOND);
  expect(firewall.conntrack.table.list).toHaveLength(1);
  bed.pass(2 * SECOND);
  expect(firewall.conntrack.table.list).toEqual([]);
});

test('a packet that fits no connection is INVALID', () => {
  const { bed, container, filter } = routed();
  filter.append('INPUT', { matches: [{ kind: 'conntrack', states: ['INVALID'] }], target: DROP });
  const socket = rawIcmp(container);
  soon(bed, socket.sendto(Uint8Array.of(0, 0, 0xff, 0xf8, 0, 7, 0, 0), endpoint('172.17.0.1')));
  bed.pass(SECOND);
  expect(filter.chain('INPUT').rules[0]?.packets).toBe(1);
});

test('MASQUERADE takes the address that is in the gateway’s subnet', () => {
  const { bed, container, nat, firewall } = routed();
  bed.host.configuration.addAddress('lan0', '10.9.9.3', 24);
  bed.host.configuration.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.9.9.1' });
  nat.append('POSTROUTING', MASQUERADE);
  answered(bed, container, '8.8.8.8');
  expect(firewall.conntrack.table.list.map(({ reply }) => reply.destination)).toEqual([number('10.9.9.3')]);
});

test('a chain that was gone to returns to where its caller was called from', () => {
  const { bed, container, filter } = routed();
  for (const chain of ['FIRST', 'SECOND']) filter.newChain(chain);
  filter.append('INPUT', { target: { kind: 'jump', chain: 'FIRST' } });
  filter.append('FIRST', { target: { kind: 'goto', chain: 'SECOND' } });
  filter.append('FIRST', { target: DROP });
  filter.append('SECOND', { target: { kind: 'RETURN' } });
  expect(answered(bed, container, '172.17.0.1')).toBe(true);
  filter.append('INPUT', { target: DROP });
  expect(answered(bed, container, '172.17.0.1')).toBe(false);
  expect(filter.chain('FIRST').rules.map(({ packets }) => packets)).toEqual([2, 0]);
});

test('a frame that is flooded passes PREROUTING once, and FORWARD for each port', () => {
  const { bed, docker0, container, firewall, raw, filter } = routed();
  bed.container(docker0, '172.17.0.3');
  bed.container(docker0, '172.17.0.4');
  const frames: Uint8Array[] = [];
  container.device('eth0')?.taps.add((direction, frame) => direction === 'tx' && frames.push(frame));
  answered(bed, container, '172.17.0.3');
  const echo = frames.at(-1);
  const [from, ...others] = docker0.ports;
  if (!echo || !from) throw new Error('nothing was sent');
  const counted = () => [raw.chain('PREROUTING').packets, filter.chain('FORWARD').packets];
  const before = counted();
  const flooded = echo.slice();
  for (const to of others) expect(firewall.bridgeFilter(flooded, from, to, docker0)).toBe(flooded);
  expect(counted().map((count, i) => count - (before[i] ?? 0))).toEqual([1, 2]);
});

test('a capture on a bridge hears what PREROUTING lets pass, and whole what came in fragments', () => {
  const { bed, docker0, container, raw } = routed();
  bed.container(docker0, '172.17.0.3', '172.17.0.1');
  const heard: number[] = [];
  docker0.promiscuity++;
  docker0.taps.add((direction, frame) => direction === 'rx' && frame[13] === 0 && heard.push(frame.length));
  const ask = (address: string, size: number): void => {
    bed.run(ping(rawIcmp(container), address, { size, deadline: bed.clock.now + SECOND }), SECOND);
  };
  ask('172.17.0.1', 2000);
  expect(heard).toEqual([2042]);
  ask('172.17.0.3', 2000);
  expect(heard).toEqual([2042, 2042, 2042]);
  raw.append('PREROUTING', { target: DROP });
  for (const address of ['172.17.0.1', '172.17.0.3']) ask(address, 56);
  expect(heard).toHaveLength(3);
});

test('rules that are programmed later hold for the first packet, and are there for whoever looks', () => {
  const { bed, container, server } = routed();
  let made = 0;
  programLater(container, ({ tables }) => {
    made++;
    tables.filter.append('INPUT', { target: DROP });
  });
  expect(made).toBe(0);
  expect(answered(bed, container, '172.17.0.1')).toBe(false);
  programLater(server, ({ tables }) => tables.filter.setPolicy('INPUT', 'DROP'));
  expect(netfilterOf(server).tables.filter.chain('INPUT').policy).toBe('DROP');
  programLater(server, ({ tables }) => tables.filter.setPolicy('INPUT', 'ACCEPT'));
  expect(netfilterOf(server).tables.filter.chain('INPUT').policy).toBe('ACCEPT');
  expect(made).toBe(1);
});
