import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';

function* noShell() {
  return 0;
}

let machine: TestMachine;
let container: Place;

beforeEach(() => {
  const image = alpine(noShell);
  machine = new TestMachine(image.createRoot());
  container = machine.container(image.createRoot());
});

/** Round-trip times are chance. */
function run(line: string): string {
  const { out, err, status } = container.run(line);
  return `${out.replace(/\d+\.\d{3} ms/g, 'T')}${err}=${status}`;
}

// Recorded from BusyBox 1.37 in a container.
test('to a neighbour, to oneself, and to nobody', () => {
  expect(run('traceroute -n 172.17.0.1')).toBe(`traceroute to 172.17.0.1 (172.17.0.1), 30 hops max, 46 byte packets
 1  172.17.0.1  T  T  T
=0`);
  expect(run('traceroute -n -q 1 172.17.0.2')).toContain('\n 1  172.17.0.2  T\n');
  expect(run('traceroute -n -q 1 -w 1 -m 2 172.17.0.99')).toBe(
    'traceroute to 172.17.0.99 (172.17.0.99), 2 hops max, 46 byte packets\n 1  *\n 2  *\n=0',
  );
  expect(run('traceroute -n -q 1 -w 5 172.17.0.98')).toContain('\n 1  172.17.0.2  T !H\n');
});

test('a router on the way says that the time is exceeded', () => {
  const { net } = machine.host.namespaces;
  net.sysctls.set('ip_forward', 1);
  machine.container(alpine(noShell).createRoot()).namespaces.net.configuration.addAddress('lo', '203.0.113.10', 32);
  net.configuration.addRoute({ destination: '203.0.113.10', prefix: 32, gateway: '172.17.0.3' });
  expect(run('traceroute -n -q 2 203.0.113.10')).toMatch(/\n 1 {2}172\.17\.0\.1 {2}T {2}T\n/);
});

test('with the size of the answers, and ICMP instead of UDP', () => {
  expect(run('traceroute -n -l -q 1 172.17.0.1')).toContain('\n 1  172.17.0.1  T\n');
  expect(run('traceroute -n -v -q 1 172.17.0.1')).toContain('\n 1  172.17.0.1 54 bytes to 172.17.0.2  T\n');
  expect(run('traceroute -n -I -q 1 172.17.0.1')).toContain('\n 1  172.17.0.1  T\n');
});

test.each([
  ['-f 300 172.17.0.1', 'number 300 is not in 1..30 range'],
  ['-m 0 172.17.0.1', 'number 0 is not in 1..255 range'],
  ['-m 2 172.17.0.1 20', 'number 20 is not in 46..32768 range'],
  ['-m 2 172.17.0.1 xx', "invalid number 'xx'"],
  ['-f 3 -m 2 172.17.0.1', 'number 3 is not in 1..2 range'],
  ['-i nosuch 172.17.0.1', "can't bind to interface nosuch: No such device"],
])('traceroute %s', (words, complaint) => {
  expect(run(`traceroute -n ${words}`)).toBe(`traceroute: ${complaint}\n=1`);
});
