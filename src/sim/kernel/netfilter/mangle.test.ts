import { expect, test } from 'vitest';
import { Packet } from '../inet/packet.ts';
import { parseIpv4 } from '../wire/address.ts';
import { internetChecksum } from '../wire/bytes.ts';
import { PROTOCOL_TCP } from '../wire/ipv4.ts';
import { emitTcp, parseTcp, TCP_FLAG } from '../wire/tcp.ts';
import type { Passage } from './compile.ts';
import { mangle } from './mangle.ts';
import type { Mangling } from './rule.ts';

const [SOURCE, DESTINATION] = ['10.0.0.1', '10.0.0.2'];
const number = (address: string): number => parseIpv4(address) ?? 0;

/** A SYN that announces segments of 1,460 bytes, after `target`. */
function mangled(target: Mangling): Packet {
  const options = { mss: 1460 };
  const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, acknowledgement: 0, window: 4, options };
  const payload = new Uint8Array(0);
  const bytes = emitTcp({ ...segment, flags: TCP_FLAG.syn, urgentPointer: 0, payload }, SOURCE, DESTINATION);
  const header = { tos: 0x03, id: 1, dontFragment: true, ttl: 64, protocol: PROTOCOL_TCP };
  const packet = Packet.make({ ...header, source: number(SOURCE), destination: number(DESTINATION) }, bytes);
  mangle(target, { packet } as unknown as Passage);
  expect(internetChecksum(packet.bytes.subarray(0, 20))).toBe(0);
  return packet;
}

const ttl = (how: 'set' | 'inc' | 'dec', value: number): number => mangled({ kind: 'TTL', how, value }).ttl;

test('TTL is set, raised and lowered, and stays a byte', () => {
  expect([ttl('set', 5), ttl('inc', 3), ttl('dec', 4), ttl('inc', 250), ttl('dec', 70)]).toEqual([5, 67, 60, 255, 0]);
});

test('TOS changes the bits of its mask, DSCP leaves those of congestion alone', () => {
  expect(mangled({ kind: 'TOS', value: 0x10, mask: 0x3f }).tos).toBe(0x10);
  expect(mangled({ kind: 'DSCP', value: 46 }).tos).toBe((46 << 2) | 3);
});

test('TCPMSS lowers what a SYN announces and never raises it; the segment’s checksum stays right', () => {
  const announced = (mss: number): number | undefined =>
    parseTcp(mangled({ kind: 'TCPMSS', mss }).payload, SOURCE, DESTINATION)?.options.mss;
  expect([announced(1000), announced(1500)]).toEqual([1000, 1460]);
});
