import { expect, test } from 'vitest';
import type { Directory, RegularFile } from '../kernel/fs/inode.ts';
import { makeTree, symlink, writeFile } from '../kernel/fs/tree.ts';
import { directorySize, upperSize } from './disk-usage.ts';

const tree = () => makeTree({ a: '12345', below: { b: '123', link: symlink('/a') }, empty: {} });

test('files and links count, directories do not, hard links once', () => {
  const root = tree();
  expect(directorySize(root)).toBe(5 + 3 + 2);
  root.link('again', root.lookup('a') as RegularFile);
  expect(directorySize(root)).toBe(5 + 3 + 2);
});

test('an upper directory holds what is new, rewritten or of another mode, whole', () => {
  const root = tree();
  const upper = (passOver: Directory[] = []) => upperSize(root, tree(), new Set(passOver));
  expect(upper()).toBe(0);
  writeFile(root, '/a', '54321');
  expect(upper()).toBe(5);
  (root.lookup('below') as Directory).link('new', makeTree({ c: '1234567' }));
  expect(upper()).toBe(12);
  const b = (root.lookup('below') as Directory).lookup('b') as RegularFile;
  b.mode = 0o600;
  expect(upper()).toBe(15);
  expect(upper([root.lookup('below') as Directory])).toBe(5);
});
