import { expect, test } from 'vitest';
import { tabulate } from './table.ts';

test('a column is as wide as its widest cell and three blanks, ten at least', () => {
  expect(tabulate('NETWORK ID\tNAME\tDRIVER\n21f01887933d\tbridge\tbridge\n')).toBe(
    'NETWORK ID     NAME      DRIVER\n21f01887933d   bridge    bridge\n',
  );
});

test('what follows the last tab takes no part', () => {
  expect(tabulate('A\tvery long indeed\nB\tc\n')).toBe('A         very long indeed\nB         c\n');
});

test('a line without a cell ends its column', () => {
  expect(tabulate('long first cell\tx\nnone\na\tb\n')).toBe('long first cell   x\nnone\na         b\n');
});

test('empty cells keep their place', () => {
  expect(tabulate('STATUS\tPORTS\tNAMES\nExited (0)\t\tone\n')).toBe(
    'STATUS       PORTS     NAMES\nExited (0)             one\n',
  );
});
