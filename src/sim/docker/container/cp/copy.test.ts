import { expect, test } from 'vitest';
import { prepareCopy } from './copy.ts';
import { absolutePath, clean, splitArgument, splitEntry } from './path.ts';

test.each([
  ['box:/a', 'box', '/a'],
  ['/a:b', '', '/a:b'],
  ['./a:b', '', './a:b'],
  ['plain', '', 'plain'],
  ['box:', 'box', ''],
])('%s is container « %s » and path « %s »', (text, container, path) => {
  expect(splitArgument(text)).toEqual({ container, path });
});

test.each([
  ['/a/b', '/a', 'b'],
  ['/a/b/', '/a', 'b'],
  ['/a/b/.', '/a/b', '.'],
  ['b', '.', 'b'],
  ['/', '/', '/'],
])('%s is %s and %s', (path, directory, base) => {
  expect(splitEntry(path)).toEqual({ directory, base });
});

test('paths are cleaned, and keep what they say at their end', () => {
  expect(clean('/a/../b//./c/')).toBe('/b/c');
  expect(clean('../a/..')).toBe('..');
  expect(absolutePath('a/.', '/w')).toBe('/w/a/.');
  expect(absolutePath('../a/', '/w/x')).toBe('/w/a/');
});

const file = (path: string, exists = true) => ({ path, exists, isDirectory: false });
const directory = (path: string) => ({ path, exists: true, isDirectory: true });

// The table of docker's documentation on cp.
test('a source goes into a directory that is there, and else takes the destination’s name', () => {
  expect(prepareCopy(file('/a'), directory('/d'))).toEqual({ directory: '/d' });
  expect(prepareCopy(file('/a'), file('/d/b', false))).toEqual({ directory: '/d', rename: ['a', 'b'] });
  expect(prepareCopy(directory('/a'), file('/d/b', false))).toEqual({ directory: '/d', rename: ['a', 'b'] });
  expect(prepareCopy(directory('/a/.'), file('/d/b', false))).toEqual({ directory: '/d', rename: ['.', 'b'] });
  expect(() => prepareCopy(directory('/a'), file('/d/b'))).toThrow('cannot copy directory');
  expect(() => prepareCopy(file('/a'), file('/d/b/', false))).toThrow('no such directory');
});
