import { expect, test } from 'vitest';
import { SECOND } from '../../clock.ts';
import type { Task } from '../../task.ts';
import { ROOT, Testbed } from '../testbed.test-support.ts';
import { bed, icmpOf, ping, six, socketOf } from './testbed6.test-support.ts';

test('an echo crosses a bridge, and two networks through a router', () => {
  const { bed: world, near } = bed();
  const socket = icmpOf(near);
  const echo = (to: string) => world.run(ping(socket, to, world.clock.now + SECOND), 2 * SECOND);
  expect(echo('fd00:1::1')).toEqual({ type: 129, code: 0, from: 'fd00:1::1', hops: 64, length: 64 });
  expect(echo('fd00:2::2')).toEqual({ type: 129, code: 0, from: 'fd00:2::2', hops: 63, length: 64 });
  expect(near.netlink(false).neighbours('inet6')).toMatchObject([
    { address: 'fd00:1::1', state: 'REACHABLE', router: true },
  ]);
});

test('a link-local address is one only once nobody objected', () => {
  const { bed: world, near } = bed();
  near.netlink(true).setLink('eth0', { up: false });
  expect(near.netlink(false).routes(undefined, 'inet6')).toEqual([]);
  near.netlink(true).setLink('eth0', { up: true });
  const state = () =>
    near
      .netlink(false)
      .addresses()
      .filter(({ device, family }) => device === 'eth0' && family === 'inet6');
  expect(state()).toMatchObject([{ scope: 'link', tentative: true }]);
  world.pass(2 * SECOND);
  expect(state()[0]).not.toHaveProperty('tentative');
});

test('who takes an address that another has on the link does not get it', () => {
  const { bed: world, near } = bed();
  near.netlink(true).addAddress('eth0', 'fd00:1::1', 64);
  world.pass(3 * SECOND);
  const taken = near
    .netlink(false)
    .addresses()
    .find(({ address }) => address === 'fd00:1::1');
  expect(taken).toMatchObject({ tentative: true, failed: true });
});

test.each([
  ['no route', 'fd00:9::1', undefined, { type: 1, code: 0, from: 'fd00:1::1' }],
  ['address unreachable', 'fd00:2::99', undefined, { type: 1, code: 3, from: 'fd00:1::1' }],
  ['hop limit', 'fd00:2::2', 1, { type: 3, code: 0, from: 'fd00:1::1' }],
] as const)('a router tells: %s', (_what, address, ttl, answer) => {
  const { bed: world, near } = bed();
  const socket = icmpOf(near);
  if (ttl) socket.setOptions({ ttl });
  expect(world.run(ping(socket, address, world.clock.now + 5 * SECOND), 6 * SECOND)).toMatchObject(answer);
});

test('what is longer than the MTU goes in pieces, and no router cuts it', () => {
  const { bed: world, near } = bed();
  const socket = icmpOf(near);
  const echo = () => world.run(ping(socket, 'fd00:2::2', world.clock.now + SECOND, undefined, 3000), 2 * SECOND);
  expect(echo()).toMatchObject({ type: 129, length: 3008 });
  world.host.netlink(true).setLink('br2', { mtu: 1280 });
  expect(echo()).toMatchObject({ type: 2, from: 'fd00:1::1' });
});

test('all nodes of a link answer, the sender too; the reply to a link-local address needs no route', () => {
  const { bed: world, near } = bed();
  const socket = icmpOf(near);
  const own = near
    .netlink(false)
    .addresses()
    .find(({ scope, device }) => scope === 'link' && device === 'eth0')?.address;
  expect(world.run(ping(socket, 'ff02::1', world.clock.now + SECOND, 'eth0'), SECOND)).toMatchObject({ from: own });
  expect(world.run(ping(socket, 'ff02::1', world.clock.now + SECOND, 'eth0'), SECOND)).toMatchObject({ type: 129 });
});

test('UDP: answers, and a closed port refuses', () => {
  const { bed: world, near, far } = bed();
  const server = socketOf(far, 'dgram');
  server.bind(six('::', 53));
  const client = socketOf(near, 'dgram');
  const talk = function* (port: number): Task<unknown> {
    yield* client.connect(six('fd00:2::2', port));
    yield* client.write(Uint8Array.of(1, 2));
    const asked = port === 53 ? yield* server.recvfrom() : undefined;
    if (asked) yield* server.sendto(asked.data, asked.from);
    return yield* client.recvfrom();
  };
  expect(world.run(talk(53))).toMatchObject({ data: Uint8Array.of(1, 2), from: six('fd00:2::2', 53) });
  expect(() => world.run(talk(54))).toThrow('Connection refused');
});

test('TCP: one socket on [::] takes both families in', () => {
  const { bed: world, near, far } = bed();
  const server = socketOf(far, 'stream');
  server.bind(six('::', 80));
  server.listen(5);
  const call = function* (domain: 'inet' | 'inet6', address: string): Task<unknown> {
    const client = near.socketFamily(ROOT).socket(domain, 'stream', 0);
    yield* client.connect(domain === 'inet' ? { family: 'inet', address, port: 80 } : six(address, 80));
    const accepted = yield* server.accept();
    yield* client.write(new Uint8Array(100_000));
    client.close();
    let length = 0;
    for (;;) {
      const part = yield* accepted.read(65_536);
      if (part.length === 0) return [length, accepted.peer?.family === 'inet6' && accepted.peer.address];
      length += part.length;
    }
  };
  world.host.sysctls.set('ip_forward', 1);
  expect(world.run(call('inet6', 'fd00:2::2'))).toEqual([100_000, 'fd00:1::2']);
  expect(world.run(call('inet', '10.2.0.2'))).toEqual([100_000, '::ffff:10.1.0.2']);
  expect(() => world.run(socketOf(near, 'stream').connect(six('fd00:2::2', 81)))).toThrow('Connection refused');
  expect(() => world.run(socketOf(near, 'stream').connect(six('fe80::1', 81)))).toThrow('Invalid argument');
  expect(() => world.run(socketOf(far, 'stream').connect(six('fd00:9::1', 81)))).toThrow('Network is unreachable');
});

test('without IPv6 on its interface a machine has only itself', () => {
  const world = new Testbed();
  const lone = world.container(world.bridge('br0', '10.0.0.1'), '10.0.0.2');
  const socket = icmpOf(lone);
  expect(world.run(ping(socket, '::1', world.clock.now + SECOND))).toMatchObject({ type: 129, from: '::1' });
  expect(() => world.run(ping(socket, 'fd00::1', world.clock.now + SECOND))).toThrow('Network is unreachable');
  expect(() => lone.netlink(true).addAddress('eth0', 'fd00::2', 64)).toThrow('Permission denied');
});
