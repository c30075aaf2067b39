import { expect, test } from 'vitest';
import { Random } from '../../random.ts';
import { PROTOCOL_ICMP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { Tuple } from '../conntrack/tuple.ts';
import { uniqueTuple } from './unique-tuple.ts';

const asked: Tuple = { protocol: PROTOCOL_UDP, source: 2, sourcePort: 40_000, destination: 9, destinationPort: 53 };
const options = (taken: (reply: Tuple) => boolean) => ({ random: new Random(1), taken });
const nothing = options(() => false);

test('an address moves, the port stays where it can', () => {
  expect(uniqueTuple(asked, 'source', { address: 3 }, nothing)).toEqual({ ...asked, source: 3 });
  expect(uniqueTuple(asked, 'source', {}, nothing)).toEqual(asked);
});

test('another port is found among its kind where its own is taken', () => {
  const low = { ...asked, sourcePort: 600 };
  const onlyFree = (port: number) => options(({ destinationPort }) => destinationPort !== port);
  expect(uniqueTuple(asked, 'source', { address: 3 }, onlyFree(1024)).sourcePort).toBe(1024);
  expect(uniqueTuple(low, 'source', { address: 3 }, onlyFree(1023)).sourcePort).toBe(1023);
  expect(uniqueTuple(low, 'source', { address: 3 }, onlyFree(1024)).sourcePort).toBe(600);
});

test('an ICMP id is changed on both ends', () => {
  const echo = { ...asked, protocol: PROTOCOL_ICMP, sourcePort: 7, destinationPort: 0x0800 };
  const found = uniqueTuple(
    echo,
    'source',
    { address: 3 },
    options(({ sourcePort }) => sourcePort !== 8),
  );
  expect(found).toEqual({ ...echo, source: 3, sourcePort: 8 });
});

test('a port that was named is taken without asking; a range is searched', () => {
  const range = (first: number, last: number) => ({ address: 4, ports: { first, last } });
  expect(
    uniqueTuple(
      asked,
      'destination',
      range(80, 80),
      options(() => true),
    ),
  ).toMatchObject({
    destination: 4,
    destinationPort: 80,
  });
  const busy = options(({ sourcePort }) => sourcePort < 82);
  expect(uniqueTuple(asked, 'destination', range(80, 90), busy).destinationPort).toBe(82);
});
