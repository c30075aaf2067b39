import { expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { createPipe } from '../../kernel/pipe.ts';
import { ping } from '../iputils/ping.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { conntrack } from './conntrack.ts';

const root = () => makeTree({ sbin: { conntrack: executable(conntrack), ping: executable(ping) } });

/** A host that masquerades; its container has pinged it once. */
function pinged() {
  const machine = new TestMachine(root());
  netfilterOf(machine.host.namespaces.net);
  machine.container(root()).run('ping -c 1 172.17.0.1');
  return machine.host;
}

const TRY = "Try `conntrack -h' or 'conntrack --help' for more information.\n";
const SHOWN = (count: number, what = 'shown') =>
  `conntrack v1.4.9 (conntrack-tools): ${count} flow entries have been ${what}.\n`;

test('a ping is a flow until it is deleted', () => {
  const host = pinged();
  const { out, err } = host.run('conntrack -L');
  expect(out).toMatch(
    /^icmp {5}1 \d+ src=172\.17\.0\.2 dst=172\.17\.0\.1 type=8 code=0 id=(\d+) src=172\.17\.0\.1 dst=172\.17\.0\.2 type=0 code=0 id=\1 mark=0 use=1\n$/,
  );
  expect(err).toBe(SHOWN(1));
  expect(host.run('conntrack -L -p tcp')).toEqual({ out: '', err: SHOWN(0), status: 0 });
  expect(host.run('conntrack -C').out).toBe('1\n');
  expect(host.run('conntrack -L -o extended -s 172.17.0.0/16').out).toMatch(/^ipv4 {5}2 icmp {5}1 /);
  expect(host.run('conntrack -D -p icmp')).toEqual({ out, err: SHOWN(1, 'deleted'), status: 0 });
  expect(host.run('conntrack -D -p icmp').status).toBe(1);
});

test('-F empties the table', () => {
  const host = pinged();
  expect(host.run('conntrack -F').err).toBe(
    'conntrack v1.4.9 (conntrack-tools): connection tracking table has been emptied.\n',
  );
  expect(host.run('conntrack -C').out).toBe('0\n');
});

test('-E tells of what comes until it is interrupted', () => {
  const machine = new TestMachine(root());
  const { clock } = machine.machine;
  netfilterOf(machine.host.namespaces.net);
  const container = machine.container(root());
  clock.after(1_000_000, () => {
    machine.machine.run({
      path: '/sbin/ping',
      argv: ['ping', '-c', '1', '172.17.0.1'],
      env: new Map(),
      cwd: '/',
      namespaces: container.namespaces,
      files: [
        [1, createPipe().write],
        [2, createPipe().write],
      ],
    });
  });
  const { out, err } = machine.host.run('conntrack -E', { signal: { name: 'SIGINT', after: 40 } });
  const lines = out.split('\n');
  expect(lines[0]).toMatch(/^ {4}\[NEW\] icmp {5}1 30 src=172\.17\.0\.2 .*\[UNREPLIED\] src=172\.17\.0\.1 /);
  expect(lines[1]).toMatch(/^ \[UPDATE\] icmp {5}1 30 src=172\.17\.0\.2 dst=172\.17\.0\.1 type=8 code=0 id=\d+ src=/);
  expect(lines[2]).toMatch(/^\[DESTROY\] icmp {5}1 src=/);
  expect(err).toBe('conntrack v1.4.9 (conntrack-tools): 3 flow events have been shown.\n');
});

// Recorded from conntrack 1.4.9.
test.each([
  ['-Q', "unknown option `-Q'"],
  ['-L foo', "unknown type `foo'"],
  ['-L -p foo', "`foo' unsupported protocol"],
  ['-L -s foo', "Invalid IP address `foo'"],
  ['-L -s', "option `-s' requires an argument"],
  ['-L --bogus', "unknown option `--bogus'"],
  ['-L --dport 80', "unknown option `--dport'"],
  ['-E -F', 'Invalid commands combination'],
  ['-L -o foo', "Bad parameter `foo'"],
])('conntrack %s', (words, complaint) => {
  const { err, status } = new TestMachine(root()).host.run(`conntrack ${words}`);
  expect({ err, status }).toEqual({ err: `conntrack v1.4.9 (conntrack-tools): ${complaint}\n${TRY}`, status: 2 });
});
