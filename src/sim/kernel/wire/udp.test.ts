import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv4, ipv6, neverThrows } from './arbitraries.ts';
import { emitUdp, parseUdp } from './udp.ts';

const datagrams = fc.record({ sourcePort: bits(16), destinationPort: bits(16), payload: bytes(100) });
const ends = fc.oneof(fc.tuple(ipv4, ipv4), fc.tuple(ipv6, ipv6));

/** A datagram of smoltcp's test suite (src/wire/udp.rs). */
const DATAGRAM = hex('bf00 0035 000c 124d aa0000ff');
const parse = (bytes: Uint8Array) => parseUdp(bytes, '192.168.1.1', '192.168.1.2');

test('a datagram survives the wire, over IPv4 and IPv6', () => {
  forAll(fc.tuple(datagrams, ends), ([datagram, [source, destination]]) =>
    expect(parseUdp(emitUdp(datagram, source, destination), source, destination)).toEqual(datagram),
  );
});

test('the checksum is that of a published datagram', () => {
  const datagram = { sourcePort: 48896, destinationPort: 53, payload: hex('aa0000ff') };
  expect(emitUdp(datagram, '192.168.1.1', '192.168.1.2')).toEqual(DATAGRAM);
  expect(parseUdp(DATAGRAM, '192.168.1.1', '192.168.1.3')).toBeUndefined();
});

test('a checksum of zero goes out as ffff', () => {
  const bytes = emitUdp({ sourcePort: 0xffff, destinationPort: 0, payload: hex('ffda') }, '0.0.0.0', '0.0.0.0');
  expect(bytes.subarray(6, 8)).toEqual(hex('ffff'));
});

test('a datagram without checksum is good over IPv4 only', () => {
  const unchecked = hex('bf00 0035 000c 0000 aa0000ff');
  expect(parse(unchecked)?.payload).toEqual(hex('aa0000ff'));
  expect(parseUdp(unchecked, 'fe80::1', 'fe80::2')).toBeUndefined();
});

test('a truncated datagram is none', () => {
  for (let length = 0; length < DATAGRAM.length; length++) expect(parse(DATAGRAM.subarray(0, length))).toBeUndefined();
  neverThrows(parse, DATAGRAM);
});
