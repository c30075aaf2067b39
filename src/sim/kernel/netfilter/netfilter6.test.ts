import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import { bed, icmpOf, ping, six, socketOf, turnOn } from '../inet/ipv6/testbed6.test-support.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import type { Bridge } from '../link/bridge.ts';
import type { Task } from '../task.ts';
import { netfilter6Of, netfilterOf } from './netfilter.ts';
import type { RuleSpec } from './rule.ts';

const DROP = { kind: 'DROP' } as const;
const ACCEPT = { kind: 'ACCEPT' } as const;
const MASQUERADE: RuleSpec = {
  source: { address: 'fd00:1::', prefix: 64 },
  outInterface: { name: 'br1', not: true },
  target: { kind: 'MASQUERADE', to: {} },
};

/** Two routed networks, the firewall of the host between them. */
function routed() {
  const world = bed();
  const firewall = netfilter6Of(world.bed.host);
  const echo = (to = 'fd00:2::2', from: NetNamespace = world.near) =>
    world.bed.run(ping(icmpOf(from), to, world.bed.clock.now + SECOND), 2 * SECOND);
  return { ...world, firewall, ...firewall.tables, echo };
}

test('the policy of FORWARD drops; rules of IPv6 let through, those of IPv4 do not count', () => {
  const { bed: world, filter, echo } = routed();
  netfilterOf(world.host).tables.filter.setPolicy('FORWARD', 'DROP');
  expect(echo()).toMatchObject({ type: 129 });
  filter.setPolicy('FORWARD', 'DROP');
  expect(echo()).toBeUndefined();
  filter.append('FORWARD', { inInterface: { name: 'br1' }, target: ACCEPT });
  expect(echo()).toBeUndefined();
  filter.append('FORWARD', { matches: [{ kind: 'conntrack', states: ['ESTABLISHED'] }], target: ACCEPT });
  expect(echo()).toMatchObject({ type: 129 });
});

test('MASQUERADE speaks as the router; errors quote what the sender had sent', () => {
  const { bed: world, near, far, nat, firewall, echo } = routed();
  nat.append('POSTROUTING', MASQUERADE);
  expect(echo()).toMatchObject({ type: 129, from: 'fd00:2::2' });
  const [connection] = firewall.conntrack.table.list;
  expect(connection?.reply).toMatchObject({ source: 'fd00:2::2', destination: 'fd00:2::1' });
  const client = socketOf(near, 'dgram');
  const refused = function* (): Task<unknown> {
    yield* client.connect(six('fd00:2::2', 9));
    yield* client.write(new Uint8Array(4));
    return yield* client.recvfrom();
  };
  expect(() => world.run(refused())).toThrow('Connection refused');
  expect(far.ipv6.netfilter).not.toBe(firewall);
});

test('DNAT leads to another address and port, checksums and all', () => {
  const { bed: world, near, far, nat } = routed();
  nat.append('PREROUTING', {
    destination: { address: 'fd00:1::1', prefix: 128 },
    protocol: { number: 6 },
    matches: [
      { kind: 'tcp', destinationPort: { first: 8080, last: 8080 } },
      { kind: 'addrtype', destinationType: { type: 'LOCAL' } },
    ],
    target: { kind: 'DNAT', to: { address: 'fd00:2::2', ports: { first: 80, last: 80 } } },
  });
  const server = socketOf(far, 'stream');
  server.bind(six('::', 80));
  server.listen(1);
  const client = socketOf(near, 'stream');
  const call = function* (): Task<unknown> {
    yield* client.connect(six('fd00:1::1', 8080));
    yield* client.write(Uint8Array.of(1, 2, 3));
    return yield* (yield* server.accept()).read(10);
  };
  expect(world.run(call())).toEqual(Uint8Array.of(1, 2, 3));
  expect(client.peer).toEqual(six('fd00:1::1', 8080));
});

test.each([
  ['icmp6-adm-prohibited', { type: 1, code: 1, from: 'fd00:1::1' }],
  ['icmp6-port-unreachable', { type: 1, code: 4 }],
  ['icmp6-no-route', { type: 1, code: 0 }],
] as const)('REJECT with %s', (reason, answer) => {
  const { filter, echo } = routed();
  filter.append('FORWARD', { target: { kind: 'REJECT', with: reason } });
  expect(echo()).toMatchObject(answer);
});

test('REJECT with tcp-reset refuses at once', () => {
  const { bed: world, near, filter } = routed();
  filter.append('FORWARD', { protocol: { number: 6 }, target: { kind: 'REJECT', with: 'tcp-reset' } });
  expect(() => world.run(socketOf(near, 'stream').connect(six('fd00:2::2', 80)))).toThrow('Connection refused');
});

test('neighbour discovery is nobody’s connection: INVALID and NEW do not hold for it, UNTRACKED does', () => {
  const { firewall, filter, raw, echo } = routed();
  const states = ['INVALID', 'NEW', 'UNTRACKED'] as const;
  for (const state of states) filter.append('INPUT', { matches: [{ kind: 'conntrack', states: [state] }] });
  raw.append('PREROUTING', { destination: { address: 'ff02::', prefix: 16 } });
  expect(echo('fd00:1::1')).toMatchObject({ type: 129 });
  const counts = filter.chain('INPUT').rules.map(({ packets }) => packets > 0);
  expect(counts).toEqual([false, true, true]);
  expect(firewall.conntrack.table.list).toHaveLength(1);
});

test('between two ports of a bridge FORWARD decides too', () => {
  const { bed: world, near, filter } = routed();
  const bridge = world.host.device('br1') as Bridge;
  const other = world.container(bridge, '10.1.0.3', undefined, 24);
  turnOn(other, 'eth0', 'fd00:1::3');
  world.pass(3 * SECOND);
  const echo = () => world.run(ping(icmpOf(near), 'fd00:1::3', world.clock.now + SECOND), 2 * SECOND);
  expect(echo()).toMatchObject({ type: 129, from: 'fd00:1::3' });
  filter.append('FORWARD', { protocol: { number: 58 }, matches: [{ kind: 'icmp6', type: 128 }], target: DROP });
  expect(echo()).toBeUndefined();
  expect(world.eventsOf('bridge-drop').at(-1)).toMatchObject({ reason: 'filtered' });
});
