import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock, SECOND } from '../clock.ts';
import { emitIpv4Packet } from '../wire/ipv4.ts';
import { Fragments, fragment } from './fragments.ts';
import { Packet } from './packet.ts';

const packetOf = (payload: Uint8Array): Packet =>
  new Packet(
    emitIpv4Packet({
      ...{ tos: 0, id: 9, dontFragment: false, moreFragments: false, fragmentOffset: 0, ttl: 64, protocol: 17 },
      ...{ source: '10.0.0.1', destination: '10.0.0.2', options: new Uint8Array(0), payload },
    }),
  );

function reassembly() {
  const clock = new Clock(0);
  const expired: (Packet | undefined)[] = [];
  const fragments = new Fragments(
    (delay, fire) => clock.after(delay, fire),
    (first) => expired.push(first),
  );
  return { clock, fragments, expired };
}

test('what was cut becomes whole again, in whatever order the pieces come', () => {
  const lengths = fc.integer({ min: 1500, max: 5000 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 68, max: 1500 }), fc.integer(), (length, mtu, seed) => {
      const packet = packetOf(Uint8Array.from({ length }, (_, i) => i % 251));
      const pieces = fragment(packet, mtu);
      for (const piece of pieces) expect(piece.bytes.length).toBeLessThanOrEqual(mtu);
      const { fragments } = reassembly();
      const order = pieces.map((piece, i) => ({ piece, key: (i * 7919 + seed) % 101 })).sort((a, b) => a.key - b.key);
      const wholes = order.map(({ piece }) => fragments.add(piece)).filter((whole) => whole !== undefined);
      expect(wholes).toHaveLength(1);
      expect(wholes[0]?.bytes).toEqual(packet.bytes);
    }),
    { numRuns: 50 },
  );
});

test('what stays in pieces for 30 seconds is given up, with its first piece', () => {
  const { clock, fragments, expired } = reassembly();
  const [first, second, third] = fragment(packetOf(new Uint8Array(3000)), 1500);
  for (const piece of [third, first]) if (piece) fragments.add(piece);
  while (clock.step(30 * SECOND));
  expect(expired).toEqual([first]);
  expect(second && fragments.add(second)).toBeUndefined();
});
