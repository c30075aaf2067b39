import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Packet } from '../../inet/packet.ts';
import { formatIpv4 } from '../../wire/address.ts';
import { internetChecksum } from '../../wire/bytes.ts';
import { emitIcmp, parseIcmp } from '../../wire/icmp.ts';
import { emitIpv4Packet, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, parseIpv4Packet } from '../../wire/ipv4.ts';
import { emitTcp, parseTcp } from '../../wire/tcp.ts';
import { emitUdp, parseUdp } from '../../wire/udp.ts';
import { agrees, rewrite } from './rewrite.ts';

const address = fc.integer({ min: 0, max: 0xffffffff });
const port = fc.integer({ min: 0, max: 0xffff });
const tuple = (protocol: number) =>
  fc.record({
    protocol: fc.constant(protocol),
    source: address,
    sourcePort: port,
    destination: address,
    destinationPort: port,
  });
const side = fc.constantFrom('source', 'destination');
const data = fc.uint8Array({ maxLength: 64 });

function packet(protocol: number, from: { source: number; destination: number }, payload: Uint8Array): Packet {
  const plain = { tos: 0, id: 1, dontFragment: false, moreFragments: false, fragmentOffset: 0, ttl: 64 };
  const source = formatIpv4(from.source);
  const destination = formatIpv4(from.destination);
  return new Packet(emitIpv4Packet({ ...plain, protocol, source, destination, options: new Uint8Array(), payload }));
}

/** The packet as a receiver reads it, who would drop one with a wrong checksum. */
const received = ({ bytes }: Packet) => parseIpv4Packet(bytes) ?? expect.fail('the header is wrong');

test('a rewritten UDP datagram has the new address and port, and right checksums', () => {
  fc.assert(
    fc.property(tuple(PROTOCOL_UDP), tuple(PROTOCOL_UDP), side, data, (from, to, which, payload) => {
      const sent = packet(
        PROTOCOL_UDP,
        from,
        emitUdp({ ...from, payload }, formatIpv4(from.source), formatIpv4(from.destination)),
      );
      rewrite(sent, to, which);
      expect(agrees(sent, to, which)).toBe(true);
      const { source, destination, payload: segment } = received(sent);
      const datagram = parseUdp(segment, source, destination);
      expect({ source, destination }[which]).toBe(formatIpv4(to[which]));
      expect(datagram?.[`${which}Port`]).toBe(to[`${which}Port`]);
      expect(datagram?.payload).toEqual(payload);
    }),
  );
});

test('so has a TCP segment', () => {
  const plain = { sequence: 5, acknowledgement: 6, flags: 0x10, window: 7, urgentPointer: 0, options: {} };
  fc.assert(
    fc.property(tuple(PROTOCOL_TCP), tuple(PROTOCOL_TCP), side, data, (from, to, which, payload) => {
      const segment = emitTcp({ ...plain, ...from, payload }, formatIpv4(from.source), formatIpv4(from.destination));
      const sent = packet(PROTOCOL_TCP, from, segment);
      rewrite(sent, to, which);
      const { source, destination, payload: changed } = received(sent);
      expect(parseTcp(changed, source, destination)?.[`${which}Port`]).toBe(to[`${which}Port`]);
    }),
  );
});

test('an echo request gets the new id; an ICMP error only the new address', () => {
  fc.assert(
    fc.property(tuple(PROTOCOL_ICMP), tuple(PROTOCOL_ICMP), side, data, (from, to, which, payload) => {
      const echo = emitIcmp({ type: 'echo-request', id: from.sourcePort, sequence: 1, data: payload });
      const sent = packet(PROTOCOL_ICMP, from, echo);
      rewrite(sent, to, which);
      expect(parseIcmp(received(sent).payload)).toMatchObject({ id: to.sourcePort, sequence: 1 });
      const error = emitIcmp({ type: 'time-exceeded', code: 0, mtu: 0, original: payload });
      const told = packet(PROTOCOL_ICMP, from, error);
      rewrite(told, to, which);
      expect(received(told).payload).toEqual(error);
    }),
  );
});

test('a datagram without a checksum keeps none, and a quoted one may be cut short', () => {
  const from = { source: 0xac110002, destination: 0xc0a84101 };
  const datagram = Uint8Array.of(0, 53, 0, 54, 0, 8, 0, 0);
  const to = { protocol: PROTOCOL_UDP, source: 0xc0a84103, sourcePort: 99, destination: 0, destinationPort: 0 };
  const sent = packet(PROTOCOL_UDP, from, datagram);
  rewrite(sent, to, 'source');
  expect(sent.payload).toEqual(Uint8Array.of(0, 99, 0, 54, 0, 8, 0, 0));
  const quoted = packet(PROTOCOL_TCP, from, datagram);
  rewrite(quoted, { ...to, protocol: PROTOCOL_TCP }, 'source');
  expect(quoted.payload).toEqual(Uint8Array.of(0, 99, 0, 54, 0, 8, 0, 0));
  expect(internetChecksum(quoted.bytes.subarray(0, 20))).toBe(0);
});
