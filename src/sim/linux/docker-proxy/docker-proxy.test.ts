import { expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import type { Program } from '../../kernel/syscalls.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { dockerProxy } from './docker-proxy.ts';

/** Answers each datagram with itself, in capitals. */
const shout: Program = function* (sys) {
  const fd = sys.socket('inet', 'dgram');
  sys.bind(fd, { family: 'inet', address: '0.0.0.0', port: 53 });
  for (;;) {
    const datagram = yield* sys.recvfrom(fd);
    if (datagram === undefined) continue;
    const text = new TextDecoder().decode(datagram.data).toUpperCase();
    yield* sys.sendto(fd, new TextEncoder().encode(text), datagram.from);
  }
};

/** Sends its arguments to port 5353 of the loopback, and writes what is answered. */
const ask: Program = function* (sys) {
  const fd = sys.socket('inet', 'dgram');
  yield* sys.connect(fd, { family: 'inet', address: '127.0.0.1', port: 5353 });
  for (const word of sys.argv.slice(1)) {
    yield* sys.sendto(fd, new TextEncoder().encode(word));
    const reply = yield* sys.recvfrom(fd, 1_000_000);
    yield* sys.write(1, reply?.data ?? 'nothing');
  }
  return 0;
};

const root = () =>
  makeTree({ bin: { ask: executable(ask), shout: executable(shout), 'docker-proxy': executable(dockerProxy) } });

const PROXY = 'docker-proxy -proto udp -host-ip 127.0.0.1 -host-port 5353 -container-ip 172.17.0.2 -container-port 53';

test('datagrams go to the container, and their answers to whoever asked', () => {
  const world = new TestMachine(root());
  const container = world.container(root());
  world.host.run(PROXY, { seconds: 0.1 });
  container.run('shout', { seconds: 0.1 });
  expect(world.host.run('ask one two').out).toBe('ONETWO');
  expect(world.host.run('ask three').out).toBe('THREE');
});

test('a container that refuses datagrams now may take them later', () => {
  const world = new TestMachine(root());
  const container = world.container(root());
  world.host.run(PROXY, { seconds: 0.1 });
  expect(world.host.run('ask one').out).toBe('nothing');
  container.run('shout', { seconds: 0.1 });
  expect(world.host.run('ask two').out).toBe('TWO');
});

test('what it does not know, it refuses as Go’s flag package does', () => {
  const { host } = new TestMachine(root());
  expect(host.run('docker-proxy -nope')).toMatchObject({ err: 'flag provided but not defined: -nope\n', status: 2 });
  expect(host.run('docker-proxy -proto')).toMatchObject({ err: 'flag needs an argument: -proto\n', status: 2 });
});
