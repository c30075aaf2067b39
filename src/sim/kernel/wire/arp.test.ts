import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forAll, hex, ipv4, mac, neverThrows } from './arbitraries.ts';
import { type ArpPacket, emitArp, parseArp } from './arp.ts';

const operation = fc.constantFrom<ArpPacket['operation']>('request', 'reply');
const packets = fc.record({ operation, senderMac: mac, senderIp: ipv4, targetMac: mac, targetIp: ipv4 });

const WHO_HAS = hex('0001 0800 06 04 0001 0242ac110002 ac110002 000000000000 ac110003');

test('a packet survives the wire', () => {
  forAll(packets, (packet) => expect(parseArp(emitArp(packet))).toEqual(packet));
});

test('a request is laid out as RFC 826 says', () => {
  const packet: ArpPacket = {
    operation: 'request',
    senderMac: '02:42:ac:11:00:02',
    senderIp: '172.17.0.2',
    targetMac: '00:00:00:00:00:00',
    targetIp: '172.17.0.3',
  };
  expect(emitArp(packet)).toEqual(WHO_HAS);
});

test('other hardware, protocols, lengths and operations are not ARP for IPv4', () => {
  for (const at of [1, 2, 4, 5, 7]) {
    const other = Uint8Array.from(WHO_HAS);
    other[at] = 9;
    expect(parseArp(other)).toBeUndefined();
  }
  expect(parseArp(WHO_HAS.subarray(0, 27))).toBeUndefined();
  neverThrows(parseArp, WHO_HAS);
});
