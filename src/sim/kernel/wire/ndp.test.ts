import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forAll, hex, ipv6, mac, neverThrows } from './arbitraries.ts';
import { emitIcmpv6, parseIcmpv6 } from './icmpv6.ts';
import { emitNdp, type NdpMessage, parseNdp, solicitedNode } from './ndp.ts';

const messages = fc.oneof<fc.Arbitrary<NdpMessage>[]>(
  fc.record({ type: fc.constant('router-solicitation'), lladdr: mac }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('neighbour-solicitation'), target: ipv6, lladdr: mac },
    { requiredKeys: ['type', 'target'] },
  ),
  fc.record(
    {
      type: fc.constant('neighbour-advertisement'),
      router: fc.boolean(),
      solicited: fc.boolean(),
      override: fc.boolean(),
      target: ipv6,
      lladdr: mac,
    },
    { requiredKeys: ['type', 'target', 'router', 'solicited', 'override'] },
  ),
);

const ADVERTISEMENT = hex('60000000 fe800000000000000000000000000001 0201 0242ac110002');

test('a message survives the wire', () => {
  forAll(messages, (message) => {
    expect(parseNdp(message.type, emitNdp(message))).toEqual(message);
    expect(parseIcmpv6(emitIcmpv6(message, 'fe80::1', 'fe80::2'), 'fe80::1', 'fe80::2')).toEqual(message);
  });
});

test('an advertisement is laid out as RFC 4861 says', () => {
  const target = 'fe80::1';
  const lladdr = '02:42:ac:11:00:02';
  const flags = { router: false, solicited: true, override: true };
  expect(emitNdp({ type: 'neighbour-advertisement', ...flags, target, lladdr })).toEqual(ADVERTISEMENT);
});

test('unknown options are skipped, one of length 0 makes the message invalid', () => {
  const head = ADVERTISEMENT.subarray(0, 20);
  const parse = (options: string) => parseNdp('neighbour-advertisement', Uint8Array.from([...head, ...hex(options)]));
  expect(parse('0101 020000000001')).not.toHaveProperty('lladdr');
  expect(parse('0101 020000000001 0201 020000000002')).toHaveProperty('lladdr', '02:00:00:00:00:02');
  expect(parse('0200 020000000001')).toBeUndefined();
  expect(parse('0201 0200000000')).toBeUndefined();
  neverThrows((bytes) => parseNdp('neighbour-advertisement', bytes), ADVERTISEMENT);
});

test("an address's solicited-node group ends as the address does", () => {
  expect(solicitedNode('4037::01:800:200e:8c6c')).toBe('ff02::1:ff0e:8c6c');
});
