import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv6, neverThrows } from './arbitraries.ts';
import { emitIcmpv6, type Icmpv6Message, parseIcmpv6 } from './icmpv6.ts';

const messages = fc.oneof<fc.Arbitrary<Icmpv6Message>[]>(
  fc.record({ type: fc.constantFrom('echo-request', 'echo-reply'), id: bits(16), sequence: bits(16), data: bytes(99) }),
  fc.record({
    type: fc.constantFrom('destination-unreachable', 'packet-too-big', 'time-exceeded'),
    code: bits(8),
    mtu: bits(32),
    original: bytes(99),
  }),
);

/** An echo request of smoltcp's test suite (src/wire/icmpv6.rs). */
const ECHO = hex('80 00 19b3 1234 abcd aa0000ff');
const parse = (bytes: Uint8Array) => parseIcmpv6(bytes, 'fe80::1', 'fe80::2');

test('a message survives the wire', () => {
  forAll(fc.tuple(messages, ipv6, ipv6), ([message, source, destination]) =>
    expect(parseIcmpv6(emitIcmpv6(message, source, destination), source, destination)).toEqual(message),
  );
});

test('the checksum is that of a published echo request', () => {
  const echo = { type: 'echo-request', id: 0x1234, sequence: 0xabcd, data: hex('aa0000ff') } as const;
  expect(emitIcmpv6(echo, 'fe80::1', 'fe80::2')).toEqual(ECHO);
  expect(parseIcmpv6(ECHO, 'fe80::1', 'fe80::3')).toBeUndefined();
});

test('an error quotes no more than fits the minimum MTU', () => {
  const message = { type: 'packet-too-big', code: 0, mtu: 1280, original: new Uint8Array(1500) } as const;
  expect(emitIcmpv6(message, 'fe80::1', 'fe80::2')).toHaveLength(1280 - 40);
});

test('a truncated or unknown message is none', () => {
  for (let length = 0; length < ECHO.length; length++) expect(parse(ECHO.subarray(0, length))).toBeUndefined();
  const advertisement = Uint8Array.from([134, ...ECHO.subarray(1)]);
  advertisement[2] = 0x13;
  expect(parse(advertisement)).toBeUndefined();
  neverThrows(parse, ECHO);
});
