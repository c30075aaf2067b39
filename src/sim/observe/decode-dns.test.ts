import { expect, test } from 'vitest';
import { type DnsMessage, emitDns, parseDns } from '../kernel/wire/dns.ts';
import { decodeDns } from './decode-dns.ts';

const ANSWER: DnsMessage = {
  ...{ id: 7, response: true, opcode: 0, authoritative: false, truncated: false },
  ...{ recursionDesired: true, recursionAvailable: true, rcode: 0 },
  questions: [{ name: 'web', type: 'A', class: 1 }],
  answers: [
    { name: 'web', type: 'A', class: 1, ttl: 600, address: '172.18.0.2' },
    { name: 'web', type: 'A', class: 1, ttl: 600, address: '172.18.0.3' },
  ],
  authorities: [],
  additionals: [],
};

test('each field has the bytes that say it; together they are the message, without a gap', () => {
  const message = emitDns(ANSWER);
  const bytes = new Uint8Array(8 + message.length);
  bytes.set(message, 8);
  const { fields } = decodeDns(parseDns(message) as DnsMessage, bytes, 8);
  expect(fields.slice(-3).map(({ name, value }) => [name, value])).toEqual([
    ['question', 'web A'],
    ['réponse', 'web A 172.18.0.2'],
    ['réponse', 'web A 172.18.0.3'],
  ]);
  expect(fields.map(({ start }) => start)).toEqual([8, ...fields.slice(0, -1).map(({ end }) => end)]);
  expect(fields.at(-1)?.end).toBe(bytes.length);
  // The last four bytes of a record are its address.
  expect([...bytes.subarray((fields.at(-1)?.end ?? 0) - 4)]).toEqual([172, 18, 0, 3]);
});
