import { expect, test } from 'vitest';
import { hex } from './arbitraries.ts';
import { DnsWriter } from './dns-buffer.ts';
import { encodeLabels, readName } from './dns-name.ts';

/** The example of RFC 1035, section 4.1.4, moved up by 20 bytes. */
const EXAMPLE = hex('01 46 03 495349 04 41525041 00  03 464f4f c000  c006  00');

test('names are compressed as in the example of RFC 1035', () => {
  const writer = new DnsWriter(true);
  for (const name of ['F.ISI.ARPA', 'FOO.F.ISI.ARPA', 'ARPA', '']) writer.name(name);
  expect(writer.bytes()).toEqual(EXAMPLE);
  expect(readName(EXAMPLE, 0)).toEqual({ name: 'F.ISI.ARPA', end: 12 });
  expect(readName(EXAMPLE, 12)).toEqual({ name: 'FOO.F.ISI.ARPA', end: 18 });
  expect(readName(EXAMPLE, 18)).toEqual({ name: 'ARPA', end: 20 });
  expect(readName(EXAMPLE, 20)).toEqual({ name: '', end: 21 });
});

test.each(['', 'c000', '0161 c000', 'c002 0161 00', 'c0', '40', '0361 62', `${`3f${'61'.repeat(63)}`.repeat(4)}00`])(
  '%s is malformed',
  (text) => expect(() => readName(hex(text), 0)).toThrow(RangeError),
);

test('a pointer without its second byte is malformed even where it could lead backwards', () => {
  expect(() => readName(Uint8Array.from([...new Uint8Array(300), 0xc0]), 300)).toThrow(RangeError);
});

test('a dot at the end changes nothing, unusual bytes are escaped', () => {
  expect(encodeLabels('alpine1.')).toEqual(encodeLabels('alpine1'));
  expect(encodeLabels('.')).toEqual([]);
  expect(encodeLabels('a\\.b.c')).toEqual([[97, 46, 98], [99]]);
  expect(encodeLabels('a\\255')).toEqual([[97, 255]]);
  expect(readName(hex('03 612e5c 00'), 0).name).toBe('a\\046\\092');
  expect(encodeLabels('é')).toEqual([[0xc3, 0xa9]]);
});

test.each(['a..b', '.a', 'a\\', 'a\\256', 'x'.repeat(64), Array(128).fill('a').join('.')])('%s is no name', (name) => {
  expect(encodeLabels(name)).toBeUndefined();
});

test('the longest name has 255 bytes', () => {
  expect(encodeLabels(Array(127).fill('a').join('.'))).toHaveLength(127);
});
