import { expect, test } from 'vitest';
import { SECOND, World } from '../src/sim/world.ts';

const encoder = new TextEncoder();
const SERVER = `sh -c 'while true; do echo hello | nc -l -p 80; done'`;

/** A shell on a host; `ask` gives what a command shows there. */
function shellOn(world: World, host: string) {
  const terminal = world.openTerminal({ host, columns: 200, rows: 24 });
  let shown = '';
  terminal.onOutput((bytes) => {
    shown += new TextDecoder().decode(bytes);
  });
  world.runFor(SECOND);
  return (line: string): string => {
    shown = '';
    terminal.input(encoder.encode(`${line}\r`));
    world.runFor(5 * SECOND);
    return shown
      .replace(/\r|\u001b\[\?2004[hl]/g, '')
      .split('\n')
      .slice(1, -1)
      .join('\n');
  };
}

/** A server of the network `shop`, on port 8080 of all addresses of docker1 and on 8081 of its loopback. */
function shop() {
  const world = new World();
  const ask = shellOn(world, 'docker1');
  ask('docker network create shop');
  ask(`docker run -d --name web --network shop -p 8080:80 -p 127.0.0.1:8081:80 alpine ${SERVER}`);
  return { ask, other: shellOn(world, 'docker2') };
}

const nc = (options: string, to: string): string => `docker run --rm ${options} alpine nc -w 1 ${to} < /dev/null`;

test.each([
  ['its host, by the loopback', '--network host', '127.0.0.1 8080'],
  ['its host, by the LAN address', '--network host', '192.168.65.3 8080'],
  ['its host, where only the loopback is bound', '--network host', '127.0.0.1 8081'],
  ['a container of another network, by the gateway', '', '172.17.0.1 8080'],
  ['a container of another network, by the LAN address', '', '192.168.65.3 8080'],
  ['a neighbour on its own network', '--network shop', '192.168.65.3 8080'],
  ['the container’s own name for itself', '--network container:web', '192.168.65.3 8080'],
])('a published port is reached from %s', (_, options, to) => {
  expect(shop().ask(nc(options, to))).toBe('hello');
});

test('a published port is reached from the LAN, by NAT alone', () => {
  const { ask, other } = shop();
  ask('kill $(ps -eo pid,args | grep docker-proxy | grep -v grep | while read pid rest; do echo $pid; done)');
  expect(other(nc('', '192.168.65.3 8080'))).toBe('hello');
  expect(ask(nc('--network host', '127.0.0.1 8080'))).toContain('Connection refused');
});

test.each([
  ['the LAN', 'other', ''],
  ['a container', 'ask', ''],
] as const)('a port on the loopback is not there for %s', (_, from, options) => {
  expect(shop()[from](nc(options, '192.168.65.3 8081'))).toContain('Connection refused');
});
