import { expect, test } from 'vitest';
import { SECOND, World } from '../world.ts';
import type { Exchange } from './exchange.ts';
import { ExchangeObserver } from './observer.ts';

/** docker1 with a terminal, and what is seen of its packets; `type` waits so many seconds. */
function watchedHost() {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 80, rows: 24 });
  const observer = new ExchangeObserver({ proxied: (host, local, target) => world.proxied(host, local, target) });
  const type = (line: string, seconds = 3): void => {
    terminal.input(new TextEncoder().encode(`${line}\r`));
    world.runFor(seconds * SECOND);
  };
  type('docker run -dit --name one alpine; docker run -dit --name two alpine');
  world.onTrace((event) => observer.note(event));
  const since = (kind: Exchange['kind']) => observer.exchanges.filter((exchange) => exchange.kind === kind);
  return { type, since, observer };
}

const kinds = ({ hops }: Exchange): string[] => hops.map(({ event }) => event.kind);

test('a ping is one exchange with its answer, and the ARP question before it another', () => {
  const { type, since } = watchedHost();
  type('docker exec one ping -c 2 172.17.0.3');
  expect(since('ping').map(({ from, to, outcome }) => [from, to, outcome])).toEqual([
    ['172.17.0.2', '172.17.0.3', 'answered'],
    ['172.17.0.2', '172.17.0.3', 'answered'],
  ]);
  expect(since('arp')[0]).toMatchObject({ from: '172.17.0.2', to: '172.17.0.3', outcome: 'answered' });
  const [first] = since('ping') as [Exchange];
  expect(kinds(first)).toContain('bridge-forward');
  expect(kinds(first)).toContain('neighbour-ask');
  expect(first.hops.some(({ back }) => back)).toBe(true);
});

test('NAT does not tear an exchange apart: a ping to the outside and its answer are one', () => {
  const { type, since } = watchedHost();
  type('docker exec one ping -c 1 203.0.113.10');
  const pings = since('ping');
  expect(pings).toHaveLength(1);
  expect(pings[0]).toMatchObject({ from: '172.17.0.2', to: '203.0.113.10', outcome: 'answered' });
  expect(pings[0]?.hops.find(({ event }) => event.kind === 'nat')?.event).toMatchObject({
    side: 'source',
    from: '172.17.0.2',
    to: '192.168.65.3',
  });
});

test('an address where nobody is: the exchange fails, with the unanswered question as its reason', () => {
  const { type, since } = watchedHost();
  type('docker exec one ping -c 1 -W 4 172.17.0.99', 6);
  expect(since('ping')[0]).toMatchObject({ outcome: 'failed' });
  expect(kinds(since('ping')[0] as Exchange)).toContain('neighbour-failed');
});

test('a published port: one connection through DNAT, answered', () => {
  const { type, since } = watchedHost();
  type('docker run -d -p 8080:80 nginx; curl -s http://192.168.65.3:8080/ > /dev/null', 6);
  expect(since('tcp').some(({ outcome }) => outcome === 'answered')).toBe(true);
});

test('docker-proxy’s two connections are one exchange', () => {
  const { type, since } = watchedHost();
  type('docker run -d -p 8080:80 nginx; curl -s http://127.0.0.1:8080/ > /dev/null', 6);
  const connections = since('tcp');
  expect(connections).toHaveLength(1);
  const [exchange] = connections as [Exchange];
  expect(exchange).toMatchObject({
    to: '127.0.0.1:8080',
    relayed: { from: expect.stringMatching(/^172\.17\.0\.1:/), to: '172.17.0.4:80' },
    outcome: 'answered',
  });
  expect(exchange.hops.filter(({ relayed }) => relayed)).toHaveLength(1);
  expect(exchange.hops.some(({ event }) => event.kind === 'bridge-forward')).toBe(true);
});

test('a proxy that finds the container’s port closed: the exchange fails, though the proxy had answered', () => {
  const { type, since } = watchedHost();
  type('docker run -dit -p 8081:81 alpine; curl -s http://127.0.0.1:8081/', 6);
  expect(since('tcp').map(({ to, outcome }) => [to, outcome])).toEqual([['127.0.0.1:8081', 'failed']]);
});

test('a closed port: the connection fails', () => {
  const { type, since } = watchedHost();
  type('docker exec one nc -w 1 172.17.0.3 81');
  expect(since('tcp')[0]).toMatchObject({ to: '172.17.0.3:81', outcome: 'failed' });
  expect(kinds(since('tcp')[0] as Exchange)).toContain('port-closed');
});

test('a name is asked of the resolver: the question has its name and fails where nobody has it', () => {
  const { type, since } = watchedHost();
  type('docker network create net; docker run -dit --name three --network net alpine', 4);
  type('docker exec three ping -c 1 nobody', 8);
  expect(since('dns')[0]).toMatchObject({ name: 'nobody', outcome: 'failed' });
});

test('a flood is not remembered whole', () => {
  const { type, observer } = watchedHost();
  type('docker exec one ping -q -i 0.01 -c 1000 172.17.0.3', 20);
  expect(observer.exchanges.length).toBe(400);
});
