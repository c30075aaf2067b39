import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../images/alpine.ts';
import { debianHost } from '../images/debian-host.ts';
import { writeFile } from '../kernel/fs/tree.ts';
import { TestMachine } from './test-machine.test-support.ts';

function* nothing() {
  return 0;
}

let machine: TestMachine;

beforeEach(() => {
  machine = new TestMachine(debianHost({ hostname: 'docker1', bash: nothing, docker: nothing, dockerd: nothing }));
});

const FILE = `# c
; d

net.ipv4.ip_forward = 1
 net.ipv4.conf.docker0.rp_filter=2
bad line
net.nope = 3
-net.ipv4.ip_default_ttl = x
net.ipv4.ip_default_ttl = 300
=5
`;

test('procps: -p reads a file whole before it sets anything', () => {
  writeFile(machine.host.namespaces.root, '/f.conf', FILE);
  expect(machine.host.run('sysctl -p /f.conf')).toEqual({
    out: 'net.ipv4.ip_forward = 1\nnet.ipv4.conf.docker0.rp_filter = 2\n',
    err: [
      'sysctl: /f.conf(6): invalid syntax, continuing...',
      'sysctl: cannot stat /proc/sys/net/nope: No such file or directory',
      'sysctl: setting key "net.ipv4.ip_default_ttl", ignoring: Invalid argument',
      'sysctl: setting key "net.ipv4.ip_default_ttl": Invalid argument',
      'sysctl: Path is not under /proc/sys/: /proc/sys/\n',
    ].join('\n'),
    status: 1,
  });
});

test('BusyBox says which line of a file it cannot use, and that a container may not change them', () => {
  const box = machine.container(alpine(nothing).createRoot(), { loopback: true });
  writeFile(box.namespaces.root, '/f.conf', FILE);
  const { err, status } = box.run('sysctl -p /f.conf');
  expect(err).toContain("sysctl: error setting key 'net.ipv4.ip_forward': Read-only file system\n");
  expect(err).toContain('sysctl: bad line 6: 1 tokens found, 2 needed\n');
  expect(err).toContain("sysctl: error: '-net/ipv4/ip_default_ttl' is an unknown key\n");
  expect(err).toContain("sysctl: error: malformed setting '=5'\n");
  expect(status).toBe(1);
});

// Recorded from procps 4.0.7.
test.each([
  ['-w net.ipv4.ip_forward', '', 'sysctl: command line(0): invalid syntax, continuing...\n', 1],
  ['-w', '', "sysctl: no variables specified\nTry `sysctl --help' for more information.\n", 1],
  ['net.ipv4.ip_forward=', '', 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument\n', 1],
  ['-n net.ipv4.ip_forward=1', '1\n', '', 0],
  ['-N net.ipv4.ip_forward=1', 'net.ipv4.ip_forward\n', '', 0],
  ['-q net.ipv4.ip_forward=1', '', '', 0],
  ['net.ipv4.icmp_echo_ignore_all=2', '', 'sysctl: setting key "net.ipv4.icmp_echo_ignore_all": Invalid argument\n', 1],
  ['net.ipv4.ip_forward=-1', 'net.ipv4.ip_forward = -1\n', '', 0],
  ['-p /nope', '', 'sysctl: cannot open "/nope": No such file or directory\n', 1],
  ['=', '', '', 1],
])('sysctl %s', (words, out, err, status) => {
  expect(machine.host.run(`sysctl ${words}`)).toEqual({ out, err, status });
});

test('each key that is not there counts in the status', () => {
  expect(machine.host.run('sysctl net.nope net.nope2').status).toBe(2);
});
