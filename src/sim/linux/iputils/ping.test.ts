import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { debianHost } from '../../images/debian-host.ts';
import { TestMachine } from '../test-machine.test-support.ts';

function* nothing() {
  return 0;
}

function host() {
  const machine = new TestMachine(
    debianHost({ hostname: 'docker1', bash: nothing, docker: nothing, dockerd: nothing }),
  );
  machine.container(alpine(nothing).createRoot());
  return machine.host;
}

const masked = (text: string): string => text.replace(/\d+\.\d{3}/g, 'T');

test('two packets to a container', () => {
  expect(masked(host().run('ping -c 2 172.17.0.2').out)).toBe(`PING 172.17.0.2 (172.17.0.2) 56(84) bytes of data.
64 bytes from 172.17.0.2: icmp_seq=1 ttl=64 time=T ms
64 bytes from 172.17.0.2: icmp_seq=2 ttl=64 time=T ms

--- 172.17.0.2 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1000ms
rtt min/avg/max/mdev = T/T/T/T ms
`);
});

test('a neighbour that does not answer is told of', () => {
  const { out, status } = host().run('ping -c 1 172.17.0.99');
  expect(out).toBe(`PING 172.17.0.99 (172.17.0.99) 56(84) bytes of data.
From 172.17.0.1 icmp_seq=1 Destination Host Unreachable

--- 172.17.0.99 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

`);
  expect(status).toBe(1);
});

test('names are shown where one was asked for', () => {
  expect(masked(host().run('ping -c 1 localhost').out)).toContain(
    '\n64 bytes from localhost (127.0.0.1): icmp_seq=1 ttl=64 time=T ms\n',
  );
});

test('no route, and a wrong command line', () => {
  expect(host().run('ping 203.0.113.10')).toEqual({
    out: '',
    err: 'ping: connect: Network is unreachable\n',
    status: 2,
  });
  expect(host().run('ping -c x localhost').err).toBe("ping: invalid argument: 'x'\n");
  expect(host().run('ping')).toMatchObject({ err: 'ping: usage error: Destination address required\n', status: 2 });
  expect(host().run('ping localhost localhost').err).toBe('ping: record route: Operation not permitted\n');
});
