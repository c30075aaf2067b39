import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { brctl } from '../bridge-utils/brctl.ts';
import { cat } from '../coreutils/cat.ts';
import { ls } from '../coreutils/ls.ts';
import { sysctl } from '../procps/sysctl.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';
import { bridge } from './bridge.ts';

function* noShell() {
  return 0;
}

let host: Place;
let container: Place;

beforeEach(() => {
  const programs = { bridge, brctl, cat, ls, sysctl };
  const bin = Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, executable(program)]));
  const machine = new TestMachine(makeTree({ usr: { bin } }));
  host = machine.host;
  container = machine.container(alpine(noShell).createRoot());
});

/** Output, complaints and status of one run; addresses are chance. */
function run(line: string, place = host): string {
  const { out, err, status } = place.run(line);
  return `${out.replace(/(\w\w:){5}\w\w/g, 'MAC')}${err}=${status}`;
}

// Recorded from iproute2 7.3, bridge-utils 1.7, procps 4.0 and a Linux's sysfs beside a Docker Engine 28.5.2.
test('bridge link: the ports, named by whatever here has the number of their other end', () => {
  expect(run('bridge link')).toMatch(
    /^\d+: veth0@\w+: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master docker0 state forwarding priority 32 cost 2 \n=0$/,
  );
  expect(run('bridge link show dev docker0')).toBe('=0');
  container.namespaces.net.configuration.setLink('eth0', { up: false });
  expect(run('bridge link show dev veth0')).toContain('state disabled');
});

test('bridge fdb: what is learned, and what devices listen to', () => {
  container.run('ping -c 1 -q 172.17.0.1');
  const lines = run('bridge fdb show br docker0').split('\n');
  expect(lines.filter((line) => !line.includes('permanent'))).toEqual(['MAC dev veth0 master docker0 ', '=0']);
  expect(lines).toContain('MAC dev docker0 master docker0 permanent');
  expect(lines).toContain('MAC dev docker0 self permanent');
  expect(run('bridge fdb show dev veth0')).toMatch(
    /^MAC master docker0 \nMAC master docker0 permanent\nMAC self permanent\n/,
  );
});

test.each([
  ['bridge link show dev nosuch', 'Cannot find device "nosuch"\n=255'],
  ['bridge fdb show br nosuch', 'Cannot find bridge device "nosuch"\n=255'],
  ['bridge foo', 'Object "foo" is unknown, try "bridge help".\n=255'],
  ['bridge link foo', 'Command "foo" is unknown, try "bridge link help".\n=255'],
  ['bridge -foo', 'Option "-foo" is unknown, try "bridge help".\n=255'],
  ['brctl show nosuch', 'bridge nosuch does not exist!\n=1'],
  ['brctl showmacs nosuch', 'read of forward table failed: No such device\n=1'],
  [
    'brctl showmacs',
    'Incorrect number of arguments for command\nUsage: brctl showmacs <bridge>\t\tshow a list of mac addrs\n=1',
  ],
  ['brctl show', 'bridge name\tbridge id\t\tSTP enabled\tinterfaces\ndocker0\t\t8000.024200000001\tno\t\tveth0\n=0'],
  ['sysctl net.nosuch', 'sysctl: cannot stat /proc/sys/net/nosuch: No such file or directory\n=1'],
  ['sysctl -e net.nosuch', '=0'],
  ['sysctl -w net.ipv4.ip_forward', 'sysctl: command line(0): invalid syntax, continuing...\n=1'],
  ['sysctl net.ipv4.ip_default_ttl=x', 'sysctl: setting key "net.ipv4.ip_default_ttl": Invalid argument\n=1'],
  ['sysctl net/ipv4/ip_default_ttl', 'net.ipv4.ip_default_ttl = 64\n=0'],
  ['sysctl -n kernel.hostname', 'docker1\n=0'],
])('%s', (line, shown) => {
  expect(run(line)).toBe(shown);
});

test('brctl showmacs: by port, with the time since they were seen', () => {
  container.run('ping -c 1 -q 172.17.0.1');
  expect(run('brctl showmacs docker0')).toMatch(
    /^port no\tmac addr\t\tis local\?\tageing timer\n( {2}1\tMAC\t(no\t\t {3}\d\.\d\d|yes\t\t {3}0\.00)\n){2}=0$/,
  );
});

test('sysctl sets what the namespace goes by; a container may only look', () => {
  expect(run('sysctl -w net.ipv4.ip_forward=1')).toBe('net.ipv4.ip_forward = 1\n=0');
  expect(host.namespaces.net.sysctls.get('ip_forward')).toBe(1);
  expect(run('sysctl net.ipv4.ip_forward', container)).toBe('net.ipv4.ip_forward = 0\n=0');
  expect(run('sysctl -w net.ipv4.ip_forward=1', container)).toBe(
    "sysctl: error setting key 'net.ipv4.ip_forward': Read-only file system\n=1",
  );
  expect(run('sysctl net.nosuch', container)).toBe("sysctl: error: 'net.nosuch' is an unknown key\n=1");
});

test('/sys/class/net', () => {
  expect(run('ls /sys/class/net')).toBe('docker0\nlo\nveth0\n=0');
  expect(run('ls /sys/class/net/docker0/brif')).toBe('veth0\n=0');
  expect(run('cat /sys/class/net/veth0/mtu /sys/class/net/veth0/operstate /sys/class/net/veth0/flags')).toBe(
    '1500\nup\n0x1303\n=0',
  );
  expect(run('cat /sys/class/net/docker0/bridge/bridge_id')).toBe('8000.024200000001\n=0');
  expect(run('cat /sys/class/net/veth0/master/address /sys/class/net/lo/type')).toBe('MAC\n772\n=0');
  expect(run('ls /sys/class/net', container)).toBe('eth0\nlo\n=0');
});

test.each([
  ['bridge mdb', '=0'],
  ['bridge mdb show dev docker0', '=0'],
  ['bridge mdb show dev nope', 'Cannot find device "nope"\n=255'],
  ['bridge mdb foo', 'Command "foo" is unknown, try "bridge mdb help".\n=255'],
  ['bridge vlan show', 'port              vlan-id  \n=0'],
  ['bridge link show master lo', '=0'],
  ['bridge link set', 'Device is a required argument.\n=255'],
  ['bridge link set dev', 'Command line is not complete. Try option "help"\n=255'],
  ['bridge link set dev nope cost 5', 'Cannot find bridge device "nope"\n=255'],
  ['bridge link set dev lo cost 5', 'RTNETLINK answers: Operation not supported\n=255'],
  ['bridge fdb add dev veth0', 'Device and address are required arguments.\n=255'],
  ['bridge fdb add 02:42:00:00:00:09', 'Device and address are required arguments.\n=255'],
  ['bridge fdb add zz dev veth0', 'Invalid mac address zz\n=255'],
  ['bridge fdb del 02:42:00:00:00:09 dev nope', 'Cannot find device "nope"\n=255'],
  ['brctl stp docker0 off', '=0'],
  ['brctl stp docker0 maybe', 'expect on/off for argument\n=1'],
  ['brctl stp nope on', 'set stp status failed: No such device\n=1'],
])('%s', (line, said) => {
  const { out, err, status } = host.run(line);
  expect(`${out}${err}=${status}`).toBe(said);
});
