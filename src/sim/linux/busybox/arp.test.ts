import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { ip as iproute2 } from '../iproute2/program.ts';
import { arp as netTools } from '../net-tools/arp.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';

function* noShell() {
  return 0;
}

let host: Place;
let plain: Place;
let admin: Place;

beforeEach(() => {
  const image = alpine(noShell);
  const etc = { hosts: '127.0.0.1\tlocalhost\n' };
  const machine = new TestMachine(
    makeTree({ etc, usr: { bin: { ip: executable(iproute2) }, sbin: { arp: executable(netTools) } } }),
  );
  host = machine.host;
  plain = machine.container(image.createRoot());
  admin = machine.container(image.createRoot(), { capabilities: ['CAP_NET_ADMIN'] });
});

/** Output, complaints and status of one run. */
function run(place: Place, line: string): string {
  const { out, err, status } = place.run(line);
  return `${out}${err}=${status}`;
}

// All that follows was recorded from BusyBox 1.37, net-tools and iproute2 beside a Docker Engine 28.5.2.
const MAC = '02:42:ac:12:00:63';

test('arp sets a permanent entry, which no packet changes, and deletes it', () => {
  admin.run('ping -c 1 -q 172.17.0.2');
  expect(run(admin, `arp -s 172.17.0.2 ${MAC}`)).toBe('=0');
  expect(run(admin, 'arp -n 172.17.0.2')).toBe(`? (172.17.0.2) at ${MAC} [ether] PERM on eth0\n=0`);
  expect(admin.run('ping -c 1 -W 1 -q 172.17.0.2').out).toContain('0 packets received');
  expect(run(admin, 'arp -d 172.17.0.2')).toBe('=0');
  expect(run(admin, 'arp -d 172.17.0.2')).toBe('arp: SIOCDARP(pub): No such file or directory\n=1');
  expect(admin.run('ping -c 1 -q 172.17.0.2').out).toContain('1 packets received');
});

test('arp may change nothing without CAP_NET_ADMIN', () => {
  expect(run(plain, 'arp -d 172.17.0.1')).toBe('arp: SIOCDARP(priv): Operation not permitted\n=1');
  expect(run(plain, `arp -s 172.17.0.1 ${MAC}`)).toBe('arp: SIOCSARP: Operation not permitted\n=1');
});

test.each([
  ['arp -s 172.17.0.1 xx', 'arp: invalid hardware address\n=1'],
  ['arp -s 172.17.0.1', 'arp: need hardware address\n=1'],
  [`arp -s 9.9.9.9 ${MAC}`, 'arp: SIOCSARP: Network is unreachable\n=1'],
  ['arp -d 9.9.9.9', 'arp: SIOCDARP(priv): Network is unreachable\n=1'],
  ['arp -i lo -d 172.17.0.1', 'arp: SIOCDARP(pub): No such file or directory\n=1'],
  ['arp -i nosuch -d 172.17.0.1', 'arp: SIOCDARP(priv): No such device\n=1'],
  [`arp -s 127.0.0.1 ${MAC}`, 'arp: SIOCSARP: Invalid argument\n=1'],
  ['ip neigh add 172.17.0.30', "ip: invalid argument 'add' to 'ip'\n=1"],
  ['ip neigh flush', 'ip: "ip neigh flush" requires an argument\n=1'],
  ['ip neigh flush dev nosuch', "ip: can't find device 'nosuch'\n=1"],
  ['ip link set eth0 address 01:00:00:00:00:00', 'ip: SIOCSIFHWADDR: Cannot assign requested address\n=2'],
  ['ip link set eth0 address xx', 'ip: "xx" is invalid lladdr\n=1'],
  ['ip route change 10.6.0.0/16 via 172.17.0.4', 'ip: RTNETLINK answers: No such file or directory\n=2'],
  ['ip addr del 1.1.1.1/24 dev eth0', 'ip: RTNETLINK answers: Cannot assign requested address\n=2'],
])('%s', (line, shown) => {
  expect(run(admin, line)).toBe(shown);
});

test("BusyBox's ip flushes what is not permanent, and tells of it", () => {
  admin.run(`arp -s 172.17.0.9 ${MAC} temp`);
  admin.run(`arp -s 172.17.0.20 ${MAC}`);
  expect(run(admin, 'ip neigh flush dev eth0')).toMatch(
    /^172\.17\.0\.9 lladdr 02:42:ac:12:00:63 .* STALE\n\n\*\*\* Round 1, deleting 1 entries \*\*\*\n\*\*\* Flush is complete after 1 round\(s\) \*\*\*\n=0$/,
  );
  expect(run(admin, 'ip neigh')).toBe(`172.17.0.20 dev eth0 lladdr ${MAC} used 0/0/0 probes 0 PERMANENT\n=0`);
});

test('a route takes the place of another, or stands behind it', () => {
  const routes = () => admin.run('ip route').out;
  admin.run('ip route add 10.5.0.0/16 via 172.17.0.1');
  expect(run(admin, 'ip route add 10.5.0.0/16 via 172.17.0.7')).toBe('ip: RTNETLINK answers: File exists\n=2');
  admin.run('ip route replace 10.5.0.0/16 via 172.17.0.7');
  expect(routes()).toContain('10.5.0.0/16 via 172.17.0.7 dev eth0 \n');
  admin.run('ip route append 10.5.0.0/16 via 172.17.0.4 metric 5');
  expect(routes()).toContain('10.5.0.0/16 via 172.17.0.4 dev eth0  metric 5 \n');
  expect(run(admin, 'ip route flush 10.5.0.0/16')).toBe('=0');
  expect(routes()).not.toContain('10.5.0.0');
});

test('arp of net-tools', () => {
  expect(run(host, 'arp -d 172.17.0.77')).toBe('No ARP entry for 172.17.0.77\n=255');
  expect(run(host, `arp -s 172.17.0.77 ${MAC}`)).toBe('=0');
  expect(
    run(host, 'arp -n 172.17.0.77'),
  ).toBe(`Address                  HWtype  HWaddress           Flags Mask            Iface
172.17.0.77              ether   ${MAC}   CM                    docker0
=0`);
  expect(run(host, 'arp -d 172.17.0.77')).toBe('=0');
  expect(run(host, 'arp -s 172.17.0.77')).toBe('arp: need hardware address\n=255');
  expect(run(host, `arp -s 9.9.9.9 ${MAC}`)).toBe('SIOCSARP: Network is unreachable\n=255');
  expect(run(host, 'arp -d 9.9.9.9')).toBe('SIOCDARP(dontpub): Network is unreachable\n=255');
});

test("iproute2's ip neigh", () => {
  expect(run(host, `ip neigh add 172.17.0.77 lladdr ${MAC} dev docker0`)).toBe('=0');
  expect(run(host, `ip neigh add 172.17.0.77 lladdr ${MAC} dev docker0`)).toBe('RTNETLINK answers: File exists\n=2');
  expect(run(host, `ip neigh replace 172.17.0.77 lladdr ${MAC} dev docker0 nud stale`)).toBe('=0');
  expect(run(host, 'ip neigh show 172.17.0.77')).toBe(`172.17.0.77 dev docker0 lladdr ${MAC} STALE \n=0`);
  expect(run(host, 'ip neigh flush dev docker0')).toBe('=0');
  expect(run(host, 'ip neigh del 172.17.0.77 dev docker0')).toBe('RTNETLINK answers: No such file or directory\n=2');
  expect(run(host, 'ip neigh add 172.17.0.77 dev docker0')).toBe('Error: No link layer address given.\n=2');
  expect(run(host, 'ip neigh add xx dev docker0')).toBe('Error: any valid address is expected rather than "xx".\n=1');
  expect(run(host, 'ip neigh flush')).toBe('Flush requires arguments.\n=1');
  expect(run(host, 'ip neigh show nud foo')).toBe('Error: argument "foo" is wrong: nud state is bad\n=255');
  expect(run(host, 'ip route add 10.78.0.0/16 via 10.77.0.9')).toBe('Error: Nexthop has invalid gateway.\n=2');
});
