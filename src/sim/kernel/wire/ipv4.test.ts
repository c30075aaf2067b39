import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv4, neverThrows } from './arbitraries.ts';
import { emitIpv4Packet, parseIpv4Packet, parseQuotedIpv4 } from './ipv4.ts';

const packets = fc.record({
  tos: bits(8),
  id: bits(16),
  dontFragment: fc.boolean(),
  moreFragments: fc.boolean(),
  fragmentOffset: bits(13).map((units) => units * 8),
  ttl: bits(8),
  protocol: bits(8),
  source: ipv4,
  destination: ipv4,
  options: fc.uint8Array({ maxLength: 10 }).map((words) => Uint8Array.from([...words, ...words, ...words, ...words])),
  payload: bytes(100),
});

/** The example of https://en.wikipedia.org/wiki/Internet_checksum, with as much payload as it announces. */
const HEADER = hex('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7');
const PACKET = Uint8Array.from([...HEADER, ...new Uint8Array(0x73 - 20)]);

test('a packet survives the wire', () => {
  forAll(packets, (packet) => expect(parseIpv4Packet(emitIpv4Packet(packet))).toEqual(packet));
});

test('length and checksum are those of a published header', () => {
  const packet = parseIpv4Packet(PACKET);
  expect(packet).toMatchObject({ dontFragment: true, ttl: 64, protocol: 17, source: '192.168.0.1' });
  expect(packet && emitIpv4Packet(packet)).toEqual(PACKET);
});

test('options are filled up to whole words', () => {
  const packet = parseIpv4Packet(PACKET);
  const bytes = packet && emitIpv4Packet({ ...packet, options: hex('94 04 00 00 01') });
  expect(bytes && parseIpv4Packet(bytes)?.options).toEqual(hex('9404 0000 0100 0000'));
});

test('padding behind the packet is cut off', () => {
  expect(parseIpv4Packet(Uint8Array.from([...PACKET, 1, 2, 3]))?.payload).toHaveLength(0x73 - 20);
});

test('a total length shorter than the header is none, even with a right checksum', () => {
  expect(parseIpv4Packet(hex('4500 0013 0000 4000 4011 b8c1 c0a8 0001 c0a8 00c7'))).toBeUndefined();
});

test('the beginning of a packet, as ICMP errors quote it, can be read', () => {
  expect(parseQuotedIpv4(PACKET.subarray(0, 28))).toEqual({
    ...parseIpv4Packet(PACKET),
    payload: new Uint8Array(8),
  });
  expect(parseIpv4Packet(PACKET.subarray(0, 28))).toBeUndefined();
  expect(parseQuotedIpv4(PACKET.subarray(0, 19))).toBeUndefined();
  neverThrows(parseQuotedIpv4, PACKET);
});

test('a damaged or truncated packet is none', () => {
  for (let at = 0; at < 20; at++) {
    const damaged = Uint8Array.from(PACKET);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    expect(parseIpv4Packet(damaged)).toBeUndefined();
  }
  for (let length = 0; length < PACKET.length; length++) {
    expect(parseIpv4Packet(PACKET.subarray(0, length))).toBeUndefined();
  }
  neverThrows(parseIpv4Packet, PACKET);
});
