import { expect, test } from 'vitest';
import { md5 } from './md5.ts';

test('MD5 of RFC 1321, appendix A.5', () => {
  const sum = (text: string): string => md5(new TextEncoder().encode(text));
  expect(sum('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(sum('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0');
  expect(sum('1234567890'.repeat(8))).toBe('57edf4a22be3c955ac49da2e2107b67a');
});
