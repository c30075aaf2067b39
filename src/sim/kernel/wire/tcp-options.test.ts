import { expect, test } from 'vitest';
import { hex, neverThrows } from './arbitraries.ts';
import { parseTcpOptions } from './tcp-options.ts';

test('unknown options are skipped, nothing behind the end of the list counts', () => {
  expect(parseTcpOptions(hex('050a 0000000100000002 01 020405b4 00 030307'))).toEqual({ mss: 1460 });
});

test.each(['02', '0200', '0201', '0203ff', '020405', '0805 010203', '0a'])('%s is malformed', (text) => {
  expect(parseTcpOptions(hex(text))).toBeUndefined();
});

test('noise never throws', () => {
  neverThrows(parseTcpOptions, hex('020405b4 0402 080a 01020304 00000000 01030307'));
});
