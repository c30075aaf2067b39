import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, neverThrows } from './arbitraries.ts';
import { emitIcmp, ICMP_UNREACHABLE, type IcmpMessage, parseIcmp } from './icmp.ts';

const messages = fc.oneof<fc.Arbitrary<IcmpMessage>[]>(
  fc.record({
    type: fc.constantFrom('echo-request', 'echo-reply'),
    id: bits(16),
    sequence: bits(16),
    data: bytes(100),
  }),
  fc.record({
    type: fc.constantFrom('destination-unreachable', 'time-exceeded'),
    code: bits(4),
    mtu: bits(16),
    original: bytes(100),
  }),
);

/** An echo request of smoltcp's test suite (src/wire/icmpv4.rs). */
const ECHO = hex('08 00 8efe 1234 abcd aa0000ff');

test('a message survives the wire', () => {
  forAll(messages, (message) => expect(parseIcmp(emitIcmp(message))).toEqual(message));
});

test('the checksum is that of a published echo request', () => {
  expect(emitIcmp({ type: 'echo-request', id: 0x1234, sequence: 0xabcd, data: hex('aa0000ff') })).toEqual(ECHO);
});

test('an error quotes no more than fits 576 bytes with its IP header', () => {
  const original = new Uint8Array(1500).fill(7);
  const message = { type: 'destination-unreachable', code: ICMP_UNREACHABLE.port, mtu: 0, original } as const;
  expect(emitIcmp(message)).toHaveLength(576 - 20);
});

test('a damaged, truncated or unknown message is none', () => {
  expect(parseIcmp(hex('08 00 8eff 1234 abcd aa0000ff'))).toBeUndefined();
  expect(parseIcmp(hex('0c 00 f3ff 0000 0000'))).toBeUndefined();
  expect(parseIcmp(ECHO.subarray(0, 7))).toBeUndefined();
  neverThrows(parseIcmp, ECHO);
});
