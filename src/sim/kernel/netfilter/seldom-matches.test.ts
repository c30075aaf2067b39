import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import { endpoint, ping, rawIcmp, Testbed, udp } from '../inet/testbed.test-support.ts';
import { parseIpv4 } from '../wire/address.ts';
import { netfilterOf } from './netfilter.ts';
import type { Match } from './rule.ts';

const DROP = { kind: 'DROP' } as const;
const number = (address: string): number => parseIpv4(address) ?? 0;

/** Two containers on a bridge of a host whose INPUT drops what `matches` matches. */
function guarded(match: (container: NetNamespace) => readonly Match[]) {
  const bed = new Testbed();
  const bridge = bed.bridge('docker0', '172.17.0.1');
  const [first, second] = [bed.container(bridge, '172.17.0.2'), bed.container(bridge, '172.17.0.3')];
  netfilterOf(bed.host).tables.filter.append('INPUT', { matches: match(first), target: DROP });
  const answered = (from: NetNamespace): boolean =>
    bed.run(ping(rawIcmp(from), '172.17.0.1', { deadline: bed.clock.now + SECOND }), SECOND) !== undefined;
  return { bed, first, second, answered };
}

test('mac: who has this address is dropped, by whatever IP', () => {
  const { first, second, answered } = guarded((container) => [
    { kind: 'mac', address: container.deviceNamed('eth0').mac },
  ]);
  expect([answered(first), answered(second)]).toEqual([false, true]);
});

test('iprange: from one address to another', () => {
  const source = { first: number('172.17.0.3'), last: number('172.17.0.9') };
  const { first, second, answered } = guarded(() => [{ kind: 'iprange', source }]);
  expect([answered(first), answered(second)]).toEqual([true, false]);
});

test('recent: the third packet within ten seconds is one too many, and all are forgotten afterwards', () => {
  const list = { kind: 'recent', name: 'ping', side: 'rsource' } as const;
  const { bed, first, second, answered } = guarded(() => [{ ...list, action: 'update', seconds: 10, hits: 2 }]);
  netfilterOf(bed.host).tables.filter.append('INPUT', { matches: [{ ...list, action: 'set' }] });
  expect([answered(first), answered(first), answered(first), answered(second)]).toEqual([true, true, false, true]);
  bed.pass(11 * SECOND);
  expect(answered(first)).toBe(true);
});

test('connlimit: a source may have two connections, and no third', () => {
  const limit = { kind: 'connlimit', limit: 2, over: true, prefix: 32, side: 'saddr' } as const;
  const { bed, first, second } = guarded(() => [limit]);
  const serving = udp(bed.host);
  serving.bind(endpoint('0.0.0.0', 53));
  const ask = (from: NetNamespace): boolean => {
    bed.run(udp(from).sendto(new Uint8Array(5), endpoint('172.17.0.1', 53)), SECOND);
    return bed.run(serving.recvfrom(bed.clock.now + SECOND), SECOND) !== undefined;
  };
  expect([ask(first), ask(first), ask(first), ask(second)]).toEqual([true, true, false, true]);
});

test('statistic: of three packets the first is dropped', () => {
  const { first, answered } = guarded(() => [{ kind: 'statistic', every: 3, packet: 0 }]);
  expect([1, 2, 3, 4].map(() => answered(first))).toEqual([false, true, true, false]);
});

test('string: what stands somewhere in the packet, whatever its case where that is asked', () => {
  const words = { kind: 'string', algorithm: 'bm', from: 28, to: 0xffff } as const;
  const { bed, first } = guarded(() => [{ ...words, pattern: 'SECRET', anyCase: true }]);
  const serving = udp(bed.host);
  serving.bind(endpoint('0.0.0.0', 53));
  const heard = (text: string): boolean => {
    bed.run(udp(first).sendto(new TextEncoder().encode(text), endpoint('172.17.0.1', 53)), SECOND);
    return bed.run(serving.recvfrom(bed.clock.now + SECOND), SECOND) !== undefined;
  };
  expect([heard('a secret'), heard('a riddle')]).toEqual([false, true]);
});

test('conntrack: where a connection was going before it was translated, and which way a packet goes', () => {
  const asked = { kind: 'conntrack', states: ['DNAT'], ports: { origdstport: { first: 8080, last: 8080 } } } as const;
  const { bed, first } = guarded(() => [{ ...asked, direction: 'ORIGINAL' }]);
  const to = { address: number('172.17.0.1'), ports: { first: 53, last: 53 } };
  netfilterOf(bed.host).tables.nat.append('PREROUTING', {
    protocol: { number: 17 },
    matches: [{ kind: 'udp', destinationPort: { first: 8080, last: 8081 } }],
    target: { kind: 'DNAT', to },
  });
  const serving = udp(bed.host);
  serving.bind(endpoint('0.0.0.0', 53));
  const heard = (port: number): boolean => {
    bed.run(udp(first).sendto(new Uint8Array(5), endpoint('172.17.0.1', port)), SECOND);
    return bed.run(serving.recvfrom(bed.clock.now + SECOND), SECOND) !== undefined;
  };
  expect([heard(8080), heard(8081)]).toEqual([false, true]);
});
