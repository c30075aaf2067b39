import { beforeEach, expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { makeTree } from '../../kernel/fs/tree.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';

function* noShell() {
  return 0;
}

let left: Place;
let right: Place;

beforeEach(() => {
  const image = alpine(noShell);
  const machine = new TestMachine(makeTree({ etc: { hosts: '127.0.0.1\tlocalhost\n' } }));
  left = machine.container(image.createRoot(), { capabilities: ['CAP_NET_ADMIN'] });
  right = machine.container(image.createRoot(), { capabilities: ['CAP_NET_ADMIN'] });
});

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{2}(:[0-9a-f]{2}){5}/g, 'MAC'],
  [/\d+\.\d{3}ms/g, 'TIME'],
];

/** Output, complaints and status of one run of arping in the left container, MACs and times apart. */
function arping(words: string): string {
  const { out, err, status } = left.run(`arping ${words}`);
  return MASKS.reduce((text, [from, to]) => text.replace(from, to), `${out}${err}=${status}`);
}

// What follows was recorded from BusyBox 1.37 beside a Docker Engine 28.5.2.
const FROM = 'ARPING 172.17.0.3 from 172.17.0.2 eth0\n';
const REPLY = 'Unicast reply from 172.17.0.3 [MAC] TIME\n';
const counts = (sent: number, received: number): string =>
  `Sent ${sent} probe(s) (0 broadcast(s))\nReceived ${received} response(s) (0 request(s), 0 broadcast(s))\n`;

test.each([
  ['-c 2 172.17.0.3', `${FROM}${REPLY}${REPLY}${counts(2, 2)}=0`],
  ['-b -c 2 172.17.0.3', `${FROM}${REPLY}${REPLY}${counts(2, 2)}=0`],
  ['-f -c 3 172.17.0.3', `${FROM}${REPLY}${counts(1, 1)}=0`],
  ['-q -c 1 172.17.0.3', '=0'],
  ['-c 1 -w 1 172.17.0.99', `ARPING 172.17.0.99 from 172.17.0.2 eth0\n${counts(1, 0)}=1`],
  ['-c 0 172.17.0.3', `${FROM}${counts(0, 0)}=1`],
  ['-D -c 2 172.17.0.3', `ARPING 172.17.0.3 from 0.0.0.0 eth0\n${REPLY}${counts(1, 1)}=1`],
  ['-D -c 2 172.17.0.77', `ARPING 172.17.0.77 from 0.0.0.0 eth0\n${counts(2, 0)}=0`],
  ['-U -c 2 172.17.0.3', 'arping: bind: Cannot assign requested address\n=2'],
  ['-s 1.2.3.4 -c 1 172.17.0.3', 'arping: bind: Cannot assign requested address\n=2'],
  ['-s zzz -c 1 172.17.0.3', 'arping: invalid source address zzz\n=2'],
  ['-I lo -c 1 172.17.0.3', 'arping: interface lo is not ARPable\n=2'],
  ['-I nope 172.17.0.3', 'arping: interface nope not found: No such device\n=2'],
  ['-c 1 nosuchhost', "arping: bad address 'nosuchhost'\n=2"],
  ['-c x 172.17.0.3', "arping: invalid number 'x'\n=1"],
])('arping %s', (words, shown) => {
  expect(arping(words)).toBe(shown);
});

test('without -c each request to all is counted as one, and ^C ends it', () => {
  const { out, status } = left.run('arping 172.17.0.99', { signal: { name: 'SIGINT', after: 2.5 } });
  expect([out, status]).toEqual([
    'ARPING 172.17.0.99 from 172.17.0.2 eth0\nSent 3 probe(s) (3 broadcast(s))\nReceived 0 response(s) (0 request(s), 0 broadcast(s))\n',
    1,
  ]);
});

test.each(['-U', '-A'])('arping %s tells the neighbours of a new MAC, who believe it', (option) => {
  left.run('ping -c 1 -q 172.17.0.3');
  right.run('ip link set eth0 down');
  right.run('ip link set eth0 address 02:42:ac:11:00:63');
  right.run('ip link set eth0 up');
  expect(left.run('arp -n 172.17.0.3').out).not.toContain('02:42:ac:11:00:63');
  expect(right.run(`arping ${option} -c 1 172.17.0.3`)).toMatchObject({ status: 0 });
  expect(left.run('arp -n 172.17.0.3').out).toContain('02:42:ac:11:00:63');
});
