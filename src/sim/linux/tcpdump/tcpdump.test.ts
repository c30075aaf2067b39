import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { ping } from '../iputils/ping.ts';
import { type Place, type Run, TestMachine } from '../test-machine.test-support.ts';
import { tcpdump } from './tcpdump.ts';

function* noShell() {
  return 0;
}

let host: Place;
let machine: TestMachine;

beforeEach(() => {
  const etc = {
    hosts: '127.0.0.1\tlocalhost\n172.17.0.2\tleft\n',
    services: 'http\t80/tcp\ndomain\t53/udp\n',
  };
  const programs = { tcpdump: executable(tcpdump), ping: executable(ping) };
  machine = new TestMachine(makeTree({ etc, tmp: {}, usr: { bin: programs } }));
  machine.container(alpine(noShell).createRoot());
  machine.container(alpine(noShell).createRoot());
  host = machine.host;
});

/** tcpdump for three seconds, while the host pings the first container. */
function watch(words: string, settings: { signal?: 'SIGINT' | 'SIGTERM'; pings?: number } = {}): Run {
  const { signal = 'SIGINT', pings = 2 } = settings;
  host.startSoon(`ping -c ${pings} -i 0.5 172.17.0.2`);
  return host.run(`tcpdump ${words}`, { signal: { name: signal, after: 3 } });
}

test('shows both sides of a ping, and at ^C what it counted', () => {
  const { out, err, status } = watch('-tni docker0 icmp');
  const [one, two] = [1, 2].map(
    (n) =>
      `IP 172.17.0.1 > 172.17.0.2: ICMP echo request, id N, seq ${n}, length 64\nIP 172.17.0.2 > 172.17.0.1: ICMP echo reply, id N, seq ${n}, length 64\n`,
  );
  expect(out.replace(/id \d+/g, 'id N')).toBe(`${one}${two}\n`);
  expect(err).toBe(
    'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\nlistening on docker0, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n4 packets captured\n4 packets received by filter\n0 packets dropped by kernel\n',
  );
  expect(status).toBe(0);
});

test('-c ends it; what came in the same block is counted as received', () => {
  const { out, err } = watch('-ltni docker0 -c 1 icmp');
  expect(out.split('\n')).toHaveLength(2);
  expect(err).toContain('1 packet captured\n2 packets received by filter\n0 packets dropped by kernel\n');
});

test('lo is heard once, and counted twice', () => {
  host.startSoon('ping -c 1 127.0.0.1');
  const { out, err } = host.run('tcpdump -tni lo', { signal: { name: 'SIGINT', after: 2 } });
  expect(out.match(/^IP /gm)).toHaveLength(2);
  expect(err).toContain('2 packets captured\n4 packets received by filter\n');
});

test('any shows each device that a packet passes, and which way', () => {
  const { out, err } = watch('-tni any icmp', { pings: 1 });
  expect(out.match(/^\S+ +\S+/gm)).toEqual(['docker0 Out', 'veth0 Out', 'veth0 P', 'docker0 In']);
  expect(err).toContain("tcpdump: WARNING: any: That device doesn't support promiscuous mode\n");
});

test('-Q, -e and names', () => {
  expect(watch('-tei docker0 -c 1 arp').out).toMatch(
    /^02:42:00:00:00:01 \(oui Unknown\) > Broadcast, ethertype ARP \(0x0806\), length 42: Request who-has left tell /,
  );
  expect(watch('-tni docker0 -Q in icmp', { pings: 1 }).out).toMatch(/^IP 172.17.0.2 > 172.17.0.1: .* reply.*\n\n$/);
});

test('a savefile is written, and read again with another filter', () => {
  const { out, err } = watch('-ni docker0 -w /tmp/cap');
  expect([out, err.split('\n')[0]]).toEqual([
    '',
    'tcpdump: listening on docker0, link-type EN10MB (Ethernet), snapshot length 262144 bytes',
  ]);
  const read = host.run('tcpdump -tnr /tmp/cap arp');
  expect(read.err).toBe('reading from file /tmp/cap, link-type EN10MB (Ethernet), snapshot length 262144\n');
  expect(read.out).toMatch(/^ARP, Request who-has 172.17.0.2 tell 172.17.0.1, length 28\nARP, Reply /);
  expect(host.run('tcpdump -r /tmp/cap --count icmp').out).toBe('4 packets\n');
});

test('an interface that goes away ends it', () => {
  machine.machine.clock.after(1_000_000, () => machine.machine.namespaces.net.deleteDevice('veth0'));
  const { err, status } = host.run('tcpdump -ni veth0', { seconds: 5 });
  expect(err).toContain('tcpdump: pcap_loop: The interface disappeared\n0 packets captured\n');
  expect(status).toBe(1);
});

// Recorded from tcpdump 4.99.6.
test.each([
  ['-i nope', 'nope: No such device exists\n(No such device exists)'],
  ['-c abc', 'invalid packet count abc'],
  ['-s x', 'invalid snaplen x (must be >= 0 and <= 262144)'],
  ['-Q foo', "unknown capture direction 'foo'"],
  ['-A -x', '-A and -x[x] are mutually exclusive.'],
  ['-tttttt', 'only -t, -tt, -ttt, -tttt and -ttttt are supported'],
  ['-r /etc/hosts', 'unknown file format'],
  ['-r /nonexist', '/nonexist: No such file or directory'],
  ['-w /nonexist/x -i lo', "Couldn't change ownership of savefile"],
  ['-i 99', 'Invalid adapter index 99: only 10 interfaces found'],
  ['-i 0', 'Invalid adapter index 0'],
  ['-y FOO', 'invalid data link type FOO'],
  ['-i lo tcp udp', "can't parse filter expression: syntax error"],
  ['-i lo host foo.bar', "unknown host 'foo.bar'"],
  ['-F /nonexist -i lo', "can't open /nonexist: No such file or directory"],
])('tcpdump %s fails', (words, complaint) => {
  expect(host.run(`tcpdump ${words}`)).toEqual({ out: '', err: `tcpdump: ${complaint}\n`, status: 1 });
});

test('-D lists the devices that are up first, then any and lo', () => {
  expect(host.run('tcpdump -D').out.split('\n').slice(0, 5)).toEqual([
    '1.docker0 [Up, Running, Connected]',
    '2.veth0 [Up, Running, Connected]',
    '3.veth1 [Up, Running, Connected]',
    '4.any (Pseudo-device that captures on all interfaces) [Up, Running]',
    '5.lo [Up, Running, Loopback]',
  ]);
});
