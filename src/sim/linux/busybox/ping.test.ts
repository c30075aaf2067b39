import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { writeFile } from '../../kernel/fs/tree.ts';
import { TestMachine } from '../test-machine.test-support.ts';

function* noShell() {
  return 0;
}

function world() {
  const image = alpine(noShell);
  const machine = new TestMachine(image.createRoot());
  const one = machine.container(image.createRoot());
  const two = machine.container(image.createRoot());
  return { one, two };
}

/** Round-trip times are chance. */
const masked = (text: string): string => text.replace(/\d+\.\d{3}/g, 'T');

test('three packets to a neighbour, and ^C', () => {
  const { out, err, status } = world().one.run('ping 172.17.0.3', { signal: { name: 'SIGINT', after: 2.5 } });
  expect(masked(out)).toBe(`PING 172.17.0.3 (172.17.0.3): 56 data bytes
64 bytes from 172.17.0.3: seq=0 ttl=64 time=T ms
64 bytes from 172.17.0.3: seq=1 ttl=64 time=T ms
64 bytes from 172.17.0.3: seq=2 ttl=64 time=T ms

--- 172.17.0.3 ping statistics ---
3 packets transmitted, 3 packets received, 0% packet loss
round-trip min/avg/max = T/T/T ms
`);
  expect([err, status]).toEqual(['', 0]);
});

test('the times are those of the packets', () => {
  const { out } = world().one.run('ping -c 1 172.17.0.3');
  const [time = 0] =
    out
      .match(/time=([\d.]+)/)
      ?.slice(1)
      .map(Number) ?? [];
  expect(time).toBeGreaterThan(0.02);
  expect(time).toBeLessThan(1);
});

test('-q and -c: only the start and the end', () => {
  const { out } = world().one.run('ping -c 2 -q 172.17.0.3');
  expect(masked(out)).toBe(`PING 172.17.0.3 (172.17.0.3): 56 data bytes

--- 172.17.0.3 ping statistics ---
2 packets transmitted, 2 packets received, 0% packet loss
round-trip min/avg/max = T/T/T ms
`);
});

test('with fewer than four bytes there is no time to show', () => {
  const { out } = world().one.run('ping -c 1 -s 0 172.17.0.3');
  expect(out).toBe(`PING 172.17.0.3 (172.17.0.3): 0 data bytes
8 bytes from 172.17.0.3: seq=0 ttl=64

--- 172.17.0.3 ping statistics ---
1 packets transmitted, 1 packets received, 0% packet loss
`);
});

test('nobody answers: silence, then 100% and status 1', () => {
  const { out, err, status } = world().one.run('ping -c 2 -W 1 172.17.0.99');
  expect(out).toBe(`PING 172.17.0.99 (172.17.0.99): 56 data bytes

--- 172.17.0.99 ping statistics ---
2 packets transmitted, 0 packets received, 100% packet loss
`);
  expect([err, status]).toEqual(['', 1]);
});

test('-w ends it, whatever came', () => {
  const { out, status } = world().one.run('ping -w 2 172.17.0.3');
  expect(out).toContain('2 packets transmitted, 2 packets received, 0% packet loss');
  expect(status).toBe(0);
});

test('without a route it gives up', () => {
  const image = alpine(noShell);
  const alone = new TestMachine(image.createRoot()).container(image.createRoot(), { loopback: true });
  const { out, err, status } = alone.run('ping 203.0.113.10');
  expect(out).toBe('PING 203.0.113.10 (203.0.113.10): 56 data bytes\n');
  expect(err).toBe('ping: sendto: Network is unreachable\n');
  expect(status).toBe(1);
});

test('names come from /etc/hosts; others are bad addresses', () => {
  const { one } = world();
  writeFile(one.namespaces.root, '/etc/hosts', '127.0.0.1\tlocalhost\n172.17.0.3\tbeta 0123456789ab\n');
  expect(one.run('ping -c 1 beta').out).toContain(
    'PING beta (172.17.0.3): 56 data bytes\n64 bytes from 172.17.0.3: seq=0',
  );
  const { out, err, status } = one.run('ping gamma');
  expect([out, err, status]).toEqual(['', "ping: bad address 'gamma'\n", 1]);
});

test('a wrong command line', () => {
  const { one } = world();
  expect(one.run('ping -c x 172.17.0.3').err).toBe("ping: invalid number 'x'\n");
  expect(one.run('ping').err).toMatch(
    /^BusyBox v1\.37\.0 \(.*\) multi-call binary\.\n\nUsage: ping \[OPTIONS\] HOST\n/,
  );
});
