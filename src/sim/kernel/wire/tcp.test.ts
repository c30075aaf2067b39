import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv4, ipv6, neverThrows } from './arbitraries.ts';
import { emitTcp, parseTcp, TCP_FLAG } from './tcp.ts';

const options = fc.record(
  {
    mss: bits(16),
    windowScale: bits(8),
    sackPermitted: fc.constant(true),
    timestamps: fc.record({ value: bits(32), echo: bits(32) }),
  },
  { requiredKeys: [] },
);
const segments = fc.record({
  sourcePort: bits(16),
  destinationPort: bits(16),
  sequence: bits(32),
  acknowledgement: bits(32),
  flags: bits(8),
  window: bits(16),
  urgentPointer: bits(16),
  options,
  payload: bytes(100),
});
const ends = fc.oneof(fc.tuple(ipv4, ipv4), fc.tuple(ipv6, ipv6));

/** A segment of smoltcp’s test suite (src/wire/tcp.rs). */
const SEGMENT = hex('bf00 0050 01234567 89abcdef 6035 0123 01b6 0201 0303 0c01 aa0000ff');
const parse = (bytes: Uint8Array) => parseTcp(bytes, '192.168.1.1', '192.168.1.2');
const plain = {
  sourcePort: 1,
  destinationPort: 2,
  sequence: 3,
  acknowledgement: 0,
  flags: TCP_FLAG.syn,
  window: 64240,
  urgentPointer: 0,
  payload: new Uint8Array(),
};

test('a segment survives the wire, over IPv4 and IPv6', () => {
  forAll(fc.tuple(segments, ends), ([segment, [source, destination]]) =>
    expect(parseTcp(emitTcp(segment, source, destination), source, destination)).toEqual(segment),
  );
});

test('a published segment reads right', () => {
  expect(parse(SEGMENT)).toEqual({
    sourcePort: 48896,
    destinationPort: 80,
    sequence: 0x01234567,
    acknowledgement: 0x89abcdef,
    flags: TCP_FLAG.fin | TCP_FLAG.rst | (TCP_FLAG.syn * 0) | TCP_FLAG.ack | TCP_FLAG.urg,
    window: 0x0123,
    urgentPointer: 0x0201,
    options: { windowScale: 12 },
    payload: hex('aa0000ff'),
  });
  expect(parseTcp(SEGMENT, '192.168.1.1', '192.168.1.3')).toBeUndefined();
});

test("a SYN's options stand as Linux puts them", () => {
  const timestamps = { value: 0x01020304, echo: 0 };
  const syn = emitTcp(
    { ...plain, options: { mss: 1460, windowScale: 7, sackPermitted: true, timestamps } },
    '10.0.0.1',
    '10.0.0.2',
  );
  expect(syn.subarray(20)).toEqual(hex('020405b4 0402 080a 01020304 00000000 01030307'));
  const bare = emitTcp({ ...plain, options: { timestamps } }, '10.0.0.1', '10.0.0.2');
  expect(bare.subarray(20)).toEqual(hex('0101 080a 01020304 00000000'));
});

test('a truncated segment and impossible lengths are none', () => {
  for (let length = 0; length < SEGMENT.length; length++) expect(parse(SEGMENT.subarray(0, length))).toBeUndefined();
  neverThrows(parse, SEGMENT);
});
