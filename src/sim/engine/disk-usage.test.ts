import { expect, test } from 'vitest';
import type { RegularFile } from '../kernel/fs/inode.ts';
import { makeTree, symlink } from '../kernel/fs/tree.ts';
import { directorySize } from './disk-usage.ts';

test('files and links count, directories do not, hard links once', () => {
  const root = makeTree({ a: '12345', below: { b: '123', link: symlink('/a') }, empty: {} });
  expect(directorySize(root)).toBe(5 + 3 + 2);
  root.link('again', root.lookup('a') as RegularFile);
  expect(directorySize(root)).toBe(5 + 3 + 2);
});
