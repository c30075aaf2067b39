import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, mac } from './arbitraries.ts';
import { emitEthernet, parseEthernet } from './ethernet.ts';

const frames = fc.record({ destination: mac, source: mac, etherType: bits(16), payload: bytes(100) });

test('a frame survives the wire', () => {
  forAll(frames, (frame) => expect(parseEthernet(emitEthernet(frame))).toEqual(frame));
});

test('a frame is laid out destination first, and is not padded', () => {
  const frame = {
    destination: 'ff:ff:ff:ff:ff:ff',
    source: '02:42:ac:11:00:02',
    etherType: 0x0806,
    payload: hex('00'),
  };
  expect(emitEthernet(frame)).toEqual(hex('ffffffffffff 0242ac110002 0806 00'));
});

test('fewer bytes than a header are no frame', () => {
  expect(parseEthernet(new Uint8Array(13))).toBeUndefined();
  expect(parseEthernet(new Uint8Array(14))?.payload).toHaveLength(0);
});
