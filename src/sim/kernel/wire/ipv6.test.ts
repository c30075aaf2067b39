import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv6, neverThrows } from './arbitraries.ts';
import { emitIpv6Packet, parseIpv6Packet } from './ipv6.ts';

const packets = fc.record({
  trafficClass: bits(8),
  flowLabel: bits(20),
  nextHeader: bits(8),
  hopLimit: bits(8),
  source: ipv6,
  destination: ipv6,
  payload: bytes(100),
});

const PACKET = hex('60000000 0004 3a40 fe800000000000000000000000000001 ff020000000000000000000000000001 01020304');

test('a packet survives the wire', () => {
  forAll(packets, (packet) => expect(parseIpv6Packet(emitIpv6Packet(packet))).toEqual(packet));
});

test('the fields stand where RFC 8200 puts them; padding is cut off', () => {
  expect(parseIpv6Packet(Uint8Array.from([...PACKET, 9, 9]))).toEqual({
    trafficClass: 0,
    flowLabel: 0,
    nextHeader: 58,
    hopLimit: 64,
    source: 'fe80::1',
    destination: 'ff02::1',
    payload: hex('01020304'),
  });
});

test('a truncated packet and another version are none', () => {
  for (let length = 0; length < PACKET.length; length++) {
    expect(parseIpv6Packet(PACKET.subarray(0, length))).toBeUndefined();
  }
  expect(parseIpv6Packet(Uint8Array.from([0x45, ...PACKET.subarray(1)]))).toBeUndefined();
  neverThrows(parseIpv6Packet, PACKET);
});
