import { beforeEach, expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { ip6tables, iptables } from './iptables.ts';

let machine: TestMachine;
const TRY = "Try `ip6tables -h' or 'ip6tables --help' for more information.\n";

beforeEach(() => {
  machine = new TestMachine(
    makeTree({ usr: { sbin: { ip6tables: executable(ip6tables), iptables: executable(iptables) } } }),
  );
  run('-N v6t');
});

/** Runs `ip6tables WORDS`; words in double quotes stay together. */
function run(line: string) {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  return machine.host.run(['ip6tables', ...words]);
}

// All that follows was recorded from ip6tables 1.8.13 (legacy) beside a Docker Engine 28.5.2.
const RULES: readonly (readonly [string, string])[] = [
  [
    '-s fd00::/8 ! -d 2001:db8::1 -i eth+ ! -o lo -p icmpv6 --icmpv6-type echo-request -j ACCEPT',
    '-s fd00::/8 ! -d 2001:db8::1/128 -i eth+ ! -o lo -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j ACCEPT',
  ],
  [
    '-p ipv6-icmp -m icmp6 --icmpv6-type port-unreachable -j ACCEPT',
    '-p ipv6-icmp -m icmp6 --icmpv6-type 1/4 -j ACCEPT',
  ],
  ['-p icmp -j ACCEPT', '-p icmp -j ACCEPT'],
  ['-p udp --sport 1:2 -j REJECT', '-p udp -m udp --sport 1:2 -j REJECT --reject-with icmp6-port-unreachable'],
  ['-j REJECT --reject-with no-route', '-j REJECT --reject-with icmp6-no-route'],
  ['-m hl --hl-eq 64 -j ACCEPT', '-m hl --hl-eq 64 -j ACCEPT'],
  ['-m conntrack --ctstate UNTRACKED,INVALID -j DROP', '-m conntrack --ctstate INVALID,UNTRACKED -j DROP'],
  ['-s FD00:0:0::1/64 -j DROP', '-s fd00::/64 -j DROP'],
  ['-s ::/0 -j DROP', '-j DROP'],
  ['-s 2001:db8::1/ffff:ffff:: -j DROP', '-s 2001:db8::/32 -j DROP'],
  ['-d fe80::1%eth0 -j ACCEPT', '-d fe80::1/128 -j ACCEPT'],
  ['-p icmpv6 ! --icmpv6-type 128/0', '-p ipv6-icmp -m icmp6 ! --icmpv6-type 128/0'],
];

test.each(RULES)('-A v6t %s', (typed, written) => {
  expect(run(`-A v6t ${typed}`)).toEqual({ out: '', err: '', status: 0 });
  expect(run('-S v6t').out).toBe(`-N v6t\n-A v6t ${written}\n`);
  expect(run(`-C v6t ${written}`).status).toBe(0);
  run(`-D v6t ${written}`);
  expect(run('-S v6t').out).toBe('-N v6t\n');
});

test('-L names what it can, -n does not', () => {
  for (const [typed] of RULES) run(`-A v6t ${typed}`);
  const lines = (options: string) => run(`-L v6t ${options}`).out.split('\n').slice(2);
  expect(lines('').slice(0, 2)).toEqual([
    'ACCEPT     ipv6-icmp --  fd00::/8            !2001:db8::1          ipv6-icmp echo-request',
    'ACCEPT     ipv6-icmp --  anywhere             anywhere             ipv6-icmp port-unreachable',
  ]);
  expect(lines('-nv')).toEqual([
    '    0     0 ACCEPT     ipv6-icmp --  eth+   !lo     fd00::/8            !2001:db8::1          ipv6-icmptype 128',
    '    0     0 ACCEPT     ipv6-icmp --  *      *       ::/0                 ::/0                 ipv6-icmptype 1 code 4',
    '    0     0 ACCEPT     icmp --  *      *       ::/0                 ::/0                ',
    '    0     0 REJECT     udp  --  *      *       ::/0                 ::/0                 udp spts:1:2 reject-with icmp6-port-unreachable',
    '    0     0 REJECT     all  --  *      *       ::/0                 ::/0                 reject-with icmp6-no-route',
    '    0     0 ACCEPT     all  --  *      *       ::/0                 ::/0                 HL match HL == 64',
    '    0     0 DROP       all  --  *      *       ::/0                 ::/0                 ctstate INVALID,UNTRACKED',
    '    0     0 DROP       all  --  *      *       fd00::/64            ::/0                ',
    '    0     0 DROP       all  --  *      *       ::/0                 ::/0                ',
    '    0     0 DROP       all  --  *      *       2001:db8::/32        ::/0                ',
    '    0     0 ACCEPT     all  --  *      *       ::/0                 fe80::1             ',
    '    0     0            ipv6-icmp --  *      *       ::/0                 ::/0                 ipv6-icmp !type 128 code 0',
    '',
  ]);
});

test.each([
  ['-p tcp -j DNAT --to [fd00::2]:80-90', '-p tcp -j DNAT --to-destination [fd00::2]:80-90'],
  ['-j DNAT --to fd00::2', '-j DNAT --to-destination fd00::2'],
  ['-p tcp -j DNAT --to fd00::2:80', '-p tcp -j DNAT --to-destination fd00::2:80'],
  ['-p tcp -j DNAT --to-destination :80', '-p tcp -j DNAT --to-destination :80'],
  ['-p udp -j REDIRECT --to-ports 53', '-p udp -j REDIRECT --to-ports 53'],
])('-t nat -A v6t %s', (typed, written) => {
  run('-t nat -N v6t');
  run(`-t nat -A v6t ${typed}`);
  expect(run('-t nat -S v6t').out).toBe(`-N v6t\n-A v6t ${written}\n`);
});

test.each([
  ['-A v6t -p icmp --icmp-type 8 -j ACCEPT', 'unknown option "--icmp-type"'],
  ['-A v6t -j REJECT --reject-with icmp-host-unreachable', 'unknown reject type "icmp-host-unreachable"'],
  ['-A v6t -m ttl --ttl-lt 5', "Couldn't load match `ttl':No such file or directory\n"],
  ['-A v6t -s 10.0.0.1 -j DROP', "host/network `10.0.0.1' not found"],
  ['-A v6t -s fd00::/129 -j DROP', "invalid mask `129' specified"],
  ['-A v6t -p icmpv6 --icmpv6-type nope', "Unknown ICMPv6 type `nope'"],
  ['-A v6t -j DNAT --to-destination 10.0.0.1', 'Bad IP address "10.0.0.1"'],
])('misuse: ip6tables %s', (typed, complaint) => {
  expect(run(typed)).toEqual({ out: '', err: `ip6tables v1.8.13 (legacy): ${complaint}\n${TRY}`, status: 2 });
});

test('each family has tables of its own, and its own letter', () => {
  expect(run('-6 -S v6t').out).toBe('-N v6t\n');
  expect(run('-4 -S v6t')).toEqual({ out: '', err: TRY, status: 2 });
  expect(machine.host.run('iptables -S v6t').err).toBe('iptables: No chain/target/match by that name.\n');
  expect(run('-t nope -S').err).toBe(
    "ip6tables v1.8.13 (legacy): can't initialize ip6tables table `nope': Table does not exist (do you need to insmod?)\nPerhaps ip6tables or your kernel needs to be upgraded.\n",
  );
});
