import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK, type TarEntry } from './entry.ts';
import { readTar, TarError } from './read.ts';
import { tarOf } from './write.ts';

const entry = (fields: Partial<TarEntry>): TarEntry => ({
  ...{ name: 'a', type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 1_700_000_000, target: '' },
  data: new Uint8Array(0),
  ...fields,
});

const archive = (...entries: TarEntry[]) => tarOf(entries);

const segment = fc.stringMatching(/^[a-zé.-]{1,40}$/u).filter((name) => !/^\.+$/.test(name));
const path = fc.array(segment, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('/'));
const entries = fc.record({
  name: path,
  type: fc.constant('file' as const),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: fc.integer({ min: 0, max: 65_535 }),
  gid: fc.integer({ min: 0, max: 65_535 }),
  mtime: fc.integer({ min: 0, max: 2 ** 31 }),
  target: fc.constant(''),
  data: fc.uint8Array({ maxLength: 2000 }),
});

test('what is written is read again', () => {
  const sound = (list: TarEntry[]) => {
    expect([...readTar(archive(...list))]).toEqual(list);
  };
  fc.assert(fc.property(fc.array(entries, { maxLength: 5 }), sound));
});

test('a file takes a header and whole blocks, the end two blocks', () => {
  expect(archive(entry({ data: new Uint8Array(5) }))).toHaveLength(4 * BLOCK);
  expect(archive(entry({ type: 'symlink', target: 'b' }))).toHaveLength(3 * BLOCK);
});

test('links and directories keep what they are', () => {
  const list = [
    entry({ name: 'd/', type: 'directory' }),
    entry({ name: 'l', type: 'symlink', target: 'x'.repeat(300) }),
  ];
  expect([...readTar(archive(...list))]).toEqual(list);
});

test('what is no archive is refused', () => {
  expect(() => [...readTar(new TextEncoder().encode('bad\n'))]).toThrow(new TarError('unexpected EOF'));
  expect(() => [...readTar(new Uint8Array(BLOCK).fill(7))]).toThrow(new TarError('archive/tar: invalid tar header'));
  expect(() => [...readTar(archive(entry({ data: new Uint8Array(5000) })).subarray(0, 2 * BLOCK))]).toThrow(
    'unexpected EOF',
  );
});
