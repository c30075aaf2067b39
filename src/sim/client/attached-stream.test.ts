import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Demultiplexer } from './attached-stream.ts';

const frame = (stream: number, data: Uint8Array): number[] => {
  const header = new Uint8Array(8);
  header[0] = stream;
  new DataView(header.buffer).setUint32(4, data.length);
  return [...header, ...data];
};

test('frames are told apart however their bytes arrive', () => {
  const sent = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 20 })), { maxLength: 6 });
  fc.assert(
    fc.property(sent, fc.integer({ min: 1, max: 30 }), (frames, size) => {
      const bytes = Uint8Array.from(frames.flatMap(([stream, data]) => frame(stream, data)));
      const demultiplexer = new Demultiplexer();
      const heard = { stdout: [] as number[], stderr: [] as number[] };
      for (let at = 0; at < bytes.length; at += size) {
        for (const { to, data } of demultiplexer.push(bytes.slice(at, at + size))) heard[to].push(...data);
      }
      const of = (stream: number) => frames.filter(([s]) => s === stream).flatMap(([, data]) => [...data]);
      expect(heard).toEqual({ stdout: of(1), stderr: of(2) });
    }),
  );
});

test('a frame of the third stream is an error of the daemon', () => {
  const bytes = Uint8Array.from(frame(3, new TextEncoder().encode('disk full')));
  expect(() => new Demultiplexer().push(bytes)).toThrow('error from daemon in stream: disk full');
});
