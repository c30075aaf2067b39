import { beforeEach, expect, test } from 'vitest';
import { executable, makeTree } from '../../kernel/fs/tree.ts';
import { TestMachine } from '../test-machine.test-support.ts';
import { iptables } from './iptables.ts';

const root = () =>
  makeTree({ etc: { hosts: '127.0.0.1\tlocalhost\n' }, usr: { sbin: { iptables: executable(iptables) } } });

let machine: TestMachine;
const TRY = "Try `iptables -h' or 'iptables --help' for more information.\n";

beforeEach(() => {
  machine = new TestMachine(root());
  run('-N DOCKER-USER');
});

/** Runs `iptables WORDS`; words in double quotes stay together. */
function run(line: string) {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  return machine.host.run(['iptables', ...words]);
}

// All that follows was recorded from iptables 1.8.13 (legacy) beside a Docker Engine 28.5.2.
const RULES: readonly (readonly [string, string])[] = [
  [
    '-s 10.0.0.0/8 ! -d 1.2.3.4 -i eth+ ! -o lo -p icmp --icmp-type echo-request -j ACCEPT',
    '-s 10.0.0.0/8 ! -d 1.2.3.4/32 -i eth+ ! -o lo -p icmp -m icmp --icmp-type 8 -j ACCEPT',
  ],
  [
    '-p udp --sport 1:2 -m comment --comment "a b" -j REJECT',
    '-p udp -m udp --sport 1:2 -m comment --comment "a b" -j REJECT --reject-with icmp-port-unreachable',
  ],
  ['-m conntrack ! --ctstate NEW -j DROP', '-m conntrack ! --ctstate NEW -j DROP'],
  ['-m addrtype --dst-type LOCAL -j RETURN', '-m addrtype --dst-type LOCAL -j RETURN'],
  ['! -p tcp', '! -p tcp'],
  ['-p tcp ! --dport 80 -g DOCKER-USER', '-p tcp -m tcp ! --dport 80 -g DOCKER-USER'],
  ['-m physdev --physdev-in veth1 -j ACCEPT', '-m physdev --physdev-in veth1 -j ACCEPT'],
  ['-p 47 -j ACCEPT', '-p 47 -j ACCEPT'],
  ['-m state --state NEW -j ACCEPT', '-m state --state NEW -j ACCEPT'],
  [
    '-p tcp --dport http -j REJECT --reject-with tcp-reset',
    '-p tcp -m tcp --dport 80 -j REJECT --reject-with tcp-reset',
  ],
  ['-s 10.1.2.3/255.255.0.0 -m multiport -p tcp --dports 80,443', '-s 10.1.0.0/16 -p tcp -m multiport --dports 80,443'],
  ['-s 1.2.3 -j DROP', '-s 1.2.3.0/32 -j DROP'],
  [
    '-m limit --limit 10/minute --limit-burst 3 -j LOG --log-prefix "drop: " --log-level 4',
    '-m limit --limit 10/min --limit-burst 3 -j LOG --log-prefix "drop: "',
  ],
  ['-m limit --limit 5/s -j ACCEPT', '-m limit --limit 5/sec -j ACCEPT'],
  ['-m mark --mark 0x1/0xff -j ACCEPT', '-m mark --mark 0x1/0xff -j ACCEPT'],
  ['-m mark ! --mark 1', '-m mark ! --mark 0x1'],
  ['-p tcp --syn -j ACCEPT', '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT'],
  ['-p tcp --tcp-flags ALL NONE -j DROP', '-p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -j DROP'],
  ['-m ttl --ttl-lt 5 -j DROP', '-m ttl --ttl-lt 5 -j DROP'],
  ['-m length --length 100:200 -j ACCEPT', '-m length --length 100:200 -j ACCEPT'],
  ['-j LOG --log-level info', '-j LOG --log-level 6'],
  ['-j MARK --set-mark 1', '-j MARK --set-xmark 0x1/0xffffffff'],
  ['-j MARK --or-mark 2', '-j MARK --set-xmark 0x2/0x2'],
];

test.each(RULES)('-A nfh %s', (typed, written) => {
  run('-N nfh');
  expect(run(`-A nfh ${typed}`)).toEqual({ out: '', err: '', status: 0 });
  expect(run('-S nfh').out).toBe(`-N nfh\n-A nfh ${written}\n`);
  expect(run(`-C nfh ${typed}`).status).toBe(0);
  run(`-D nfh ${typed}`);
  expect(run('-S nfh').out).toBe('-N nfh\n');
});

const LISTED = `Chain nfh (0 references)
target     prot opt source               destination         
ACCEPT     icmp --  10.0.0.0/8          !1.2.3.4              icmp echo-request
REJECT     udp  --  anywhere             anywhere             udp spts:1:2 /* a b */ reject-with icmp-port-unreachable
DROP       all  --  anywhere             anywhere             ! ctstate NEW
RETURN     all  --  anywhere             anywhere             ADDRTYPE match dst-type LOCAL
          !tcp  --  anywhere             anywhere            
DOCKER-USER  tcp  --  anywhere             anywhere            [goto]  tcp dpt:!http
ACCEPT     all  --  anywhere             anywhere             PHYSDEV match --physdev-in veth1
ACCEPT     gre  --  anywhere             anywhere            
ACCEPT     all  --  anywhere             anywhere             state NEW
REJECT     tcp  --  anywhere             anywhere             tcp dpt:http reject-with tcp-reset
           tcp  --  10.1.0.0/16          anywhere             multiport dports http,https
`;

const LISTED_NUMERIC = `Chain nfh (0 references)
num   pkts bytes target     prot opt in     out     source               destination         
1        0     0 ACCEPT     icmp --  eth+   !lo     10.0.0.0/8          !1.2.3.4              icmptype 8
2        0     0 REJECT     udp  --  *      *       0.0.0.0/0            0.0.0.0/0            udp spts:1:2 /* a b */ reject-with icmp-port-unreachable
3        0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            ! ctstate NEW
4        0     0 RETURN     all  --  *      *       0.0.0.0/0            0.0.0.0/0            ADDRTYPE match dst-type LOCAL
5        0     0           !tcp  --  *      *       0.0.0.0/0            0.0.0.0/0           
6        0     0 DOCKER-USER  tcp  --  *      *       0.0.0.0/0            0.0.0.0/0           [goto]  tcp dpt:!80
7        0     0 ACCEPT     all  --  *      *       0.0.0.0/0            0.0.0.0/0            PHYSDEV match --physdev-in veth1
8        0     0 ACCEPT     47   --  *      *       0.0.0.0/0            0.0.0.0/0           
9        0     0 ACCEPT     all  --  *      *       0.0.0.0/0            0.0.0.0/0            state NEW
10       0     0 REJECT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:80 reject-with tcp-reset
11       0     0            tcp  --  *      *       10.1.0.0/16          0.0.0.0/0            multiport dports 80,443
`;

test('-L names what it can, -n does not; -v adds counters and interfaces', () => {
  run('-N nfh');
  for (const [typed] of RULES.slice(0, 11)) run(`-A nfh ${typed}`);
  expect(run('-L nfh').out).toBe(LISTED);
  expect(run('-L nfh -nv --line-numbers').out).toBe(LISTED_NUMERIC);
  expect(run('-S nfh 3').out).toBe('-A nfh -m conntrack ! --ctstate NEW -j DROP\n');
  expect(run('-vS nfh 3').out).toBe('-A nfh -m conntrack ! --ctstate NEW -c 0 0 -j DROP\n');
  expect(run('-nL nfh 8').out).toBe('ACCEPT     47   --  0.0.0.0/0            0.0.0.0/0           \n');
});

test('the nat table’s targets', () => {
  run('-t nat -N nfh');
  run('-t nat -A nfh -p tcp -j DNAT --to 1.2.3.4:80-90');
  run('-t nat -A nfh -p tcp -j MASQUERADE --to-ports 1-2');
  run('-t nat -A nfh -j SNAT --to-source 1.2.3.4');
  expect(run('-t nat -L nfh -n').out).toBe(`Chain nfh (0 references)
target     prot opt source               destination         
DNAT       tcp  --  0.0.0.0/0            0.0.0.0/0            to:1.2.3.4:80-90
MASQUERADE  tcp  --  0.0.0.0/0            0.0.0.0/0            masq ports: 1-2
SNAT       all  --  0.0.0.0/0            0.0.0.0/0            to:1.2.3.4
`);
});

const MISUSES: readonly (readonly [string, string])[] = [
  ['-A DOCKER-USER -m mac --mac-source zz', 'Invalid MAC address specified.'],
  ['-A DOCKER-USER -m mac', 'mac: option "--mac-source" must be specified\n'],
  ['-A DOCKER-USER -m iprange', "iprange match: You must specify `--src-range' or `--dst-range'"],
  ['-A DOCKER-USER -m iprange --src-range x', 'iprange: Bad value for "--src-range" option: "x"'],
  ['-A DOCKER-USER -m connlimit', 'You must specify "--connlimit-above" or "--connlimit-upto".'],
  [
    '-A DOCKER-USER -m connlimit --connlimit-above x',
    'connlimit: bad value for option "--connlimit-above", or out of range (0-4294967295).\n',
  ],
  ['-A DOCKER-USER -m recent', "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'"],
  ['-A DOCKER-USER -m recent --set --update', 'recent: option "--set" cannot be used together with "--update".\n'],
  ['', 'no command specified'],
  ['-j DROP', 'no command specified'],
  ['-A DOCKER-USER -j NOPE', "Couldn't load target `NOPE':No such file or directory\n"],
  ['-A DOCKER-USER -i', 'option "-i" requires an argument'],
  ['-A DOCKER-USER --dport 80 -j DROP', 'unknown option "--dport"'],
  ['-A DOCKER-USER -p tcp --dport x -j DROP', "invalid port/service `x' specified"],
  ['-A DOCKER-USER -p nope -j DROP', 'unknown protocol "nope" specified'],
  ['-A DOCKER-USER -s nope -j DROP', "host/network `nope' not found"],
  ['-A DOCKER-USER -s 1.2.3.4/33 -j DROP', "invalid mask `33' specified"],
  ['-D DOCKER-USER 0', "Invalid rule number `0'"],
  ['-I DOCKER-USER 0 -j DROP', "Invalid rule number `0'"],
  ['-Q', 'unknown option "-Q"'],
  ['-A', 'option "-A" requires an argument'],
  ['-A DOCKER-USER -m nope', "Couldn't load match `nope':No such file or directory\n"],
  ['-S -L', 'Cannot use -L with -S'],
  ['-A INPUT -o eth0 -j DROP', "Can't use --out-interface with INPUT"],
  ['-A OUTPUT -i eth0 -j DROP', "Can't use --in-interface with OUTPUT"],
  ['-t nat -A POSTROUTING -j DNAT', 'DNAT: option "--to-destination" must be specified\n'],
  ['-A DOCKER-USER -j REJECT --reject-with nope', 'unknown reject type "nope"'],
  ['--bogus', 'unknown option "--bogus"'],
  ['-A DOCKER-USER -m conntrack --ctstate FOO', 'Bad ctstate "FOO"'],
  ['-A DOCKER-USER -m conntrack', 'conntrack: At least one option is required'],
  ['-m addrtype -A DOCKER-USER', 'addrtype: you must specify --src-type or --dst-type'],
  [
    '-t nat -A PREROUTING -j DROP',
    '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
  ],
];

test.each(MISUSES)('misuse: iptables %s', (typed, complaint) => {
  expect(run(typed)).toEqual({ out: '', err: `iptables v1.8.13 (legacy): ${complaint}\n${TRY}`, status: 2 });
});

test('a word that belongs nowhere', () => {
  expect(run('-A DOCKER-USER foo').err).toBe(`Bad argument \`foo'\n${TRY}`);
});

const FAILURES: readonly (readonly [string, string])[] = [
  ['-L NOPE', 'No chain/target/match by that name.'],
  ['-S NOPE', 'No chain/target/match by that name.'],
  ['-N DOCKER-USER', 'Chain already exists.'],
  ['-N INPUT', 'Chain already exists.'],
  ['-X NOPE', 'No chain/target/match by that name.'],
  ['-X DOCKER-USER', 'Too many links.'],
  ['-X FORWARD', "Invalid argument. Run `dmesg' for more information."],
  ['-F NOPE', 'No chain/target/match by that name.'],
  ['-P FORWARD NOPE', "Bad policy name. Run `dmesg' for more information."],
  ['-P DOCKER-USER DROP', 'Bad built-in chain name.'],
  ['-P NOPE DROP', 'Bad built-in chain name.'],
  ['-A NOPE -j DROP', 'No chain/target/match by that name.'],
  ['-A DOCKER-USER -j INPUT', "Invalid argument. Run `dmesg' for more information."],
  ['-D DOCKER-USER 5', 'Index of deletion too big.'],
  ['-I DOCKER-USER 5 -j DROP', 'Index of insertion too big.'],
  ['-C DOCKER-USER -j DROP', 'Bad rule (does a matching rule exist in that chain?).'],
  ['-D DOCKER-USER', 'Bad rule (does a matching rule exist in that chain?).'],
  ['-A FORWARD -j MASQUERADE', "Invalid argument. Run `dmesg' for more information."],
  ['-A DOCKER-USER -j REJECT --reject-with tcp-reset', "Invalid argument. Run `dmesg' for more information."],
  ['-E DOCKER-USER INPUT', 'File exists.'],
];

test.each(FAILURES)('failure: iptables %s', (typed, complaint) => {
  run('-A FORWARD -j DOCKER-USER');
  expect(run(typed)).toEqual({ out: '', err: `iptables: ${complaint}\n`, status: 1 });
});

test('policies, renaming, zeroing, an unknown table', () => {
  run('-P FORWARD DROP');
  run('-A FORWARD -j DOCKER-USER');
  run('-E DOCKER-USER MINE');
  expect(run('-S').out).toBe('-P INPUT ACCEPT\n-P FORWARD DROP\n-P OUTPUT ACCEPT\n-N MINE\n-A FORWARD -j MINE\n');
  expect(run('-L FORWARD -v').out).toContain('Chain FORWARD (policy DROP 0 packets, 0 bytes)\n pkts bytes target');
  run('-F');
  run('-X');
  expect(run('-S').out).not.toContain('MINE');
  expect(run('-t nope -S')).toEqual({
    out: '',
    err: "iptables v1.8.13 (legacy): can't initialize iptables table `nope': Table does not exist (do you need to insmod?)\nPerhaps iptables or your kernel needs to be upgraded.\n",
    status: 3,
  });
});

test('without CAP_NET_ADMIN there is no table to see', () => {
  const { err, status } = machine.container(root()).run('iptables -S');
  expect(err).toContain("can't initialize iptables table `filter': Permission denied (you must be root)\n");
  expect(status).toBe(3);
});

test('what the simulation lacks is said in French', () => {
  const { err, status } = run('-A DOCKER-USER -m owner --uid-owner 0');
  expect(err).toBe('Passerelle : la simulation ne fournit pas encore « iptables -m owner ».\n');
  expect(status).toBe(125);
});

test('the newer matches and targets as -L -n shows them', () => {
  run('-N more');
  run('-A more -m limit --limit 10/minute --limit-burst 3 -j LOG --log-prefix "drop: "');
  run('-A more -p tcp --syn -m mark ! --mark 1 -j MARK --set-mark 0x10');
  run('-A more -m ttl --ttl-eq 64 -m length --length 100:200');
  expect(run('-L more -n').out.split('\n').slice(2)).toEqual([
    'LOG        all  --  0.0.0.0/0            0.0.0.0/0            limit: avg 10/min burst 3 LOG flags 0 level 4 prefix "drop: "',
    'MARK       tcp  --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02 mark match ! 0x1 MARK set 0x10',
    '           all  --  0.0.0.0/0            0.0.0.0/0            TTL match TTL == 64 length 100:200',
    '',
  ]);
});

test('-R and -Z want a number that there is', () => {
  run('-A DOCKER-USER -j ACCEPT');
  run('-R DOCKER-USER 1 -j DROP');
  expect(run('-S DOCKER-USER').out).toBe('-N DOCKER-USER\n-A DOCKER-USER -j DROP\n');
  expect(run('-R DOCKER-USER 99 -j DROP').err).toBe('iptables: Index of replacement too big.\n');
  expect(run('-R DOCKER-USER -j DROP').err).toContain('-R requires a rule number');
  expect(run('-Z DOCKER-USER 99').err).toBe('iptables: Index of counter too big.\n');
});
