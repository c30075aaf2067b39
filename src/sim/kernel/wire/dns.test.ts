import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, bytes, forAll, hex, ipv4, ipv6, neverThrows } from './arbitraries.ts';
import { DNS_CLASS_IN, DNS_RCODE, type DnsMessage, type DnsRecord, emitDns, parseDns } from './dns.ts';

const label = fc.constantFrom('alpine1', 'web', 'db', 'arpa', 'a-b_c', 'X', 'sp\\032ace');
const name = fc.array(label, { maxLength: 5 }).map((labels) => labels.join('.'));
const soa = fc.record({
  primary: name,
  mailbox: name,
  serial: bits(32),
  refresh: bits(32),
  retry: bits(32),
  expire: bits(32),
  minimum: bits(32),
});
const head = { name, class: bits(16), ttl: bits(32) };
const record = fc.oneof<fc.Arbitrary<DnsRecord>[]>(
  fc.record({ ...head, type: fc.constant('A'), address: ipv4 }),
  fc.record({ ...head, type: fc.constant('AAAA'), address: ipv6 }),
  fc.record({ ...head, type: fc.constantFrom('NS', 'CNAME', 'PTR'), target: name }),
  fc.record({ ...head, type: fc.constant('SOA'), soa }),
  fc.record({ ...head, type: fc.constantFrom('TYPE16', 'TYPE41'), data: bytes(40) }),
);
const records = fc.array(record, { maxLength: 4 });
const messages = fc.record<DnsMessage>({
  id: bits(16),
  response: fc.boolean(),
  opcode: bits(4),
  authoritative: fc.boolean(),
  truncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  rcode: bits(4),
  questions: fc.array(fc.record({ name, type: fc.constantFrom('A', 'AAAA', 'ANY', 'TYPE15'), class: bits(16) })),
  answers: records,
  authorities: records,
  additionals: records,
});

const REPLY: DnsMessage = {
  id: 0xbeef,
  response: true,
  opcode: 0,
  authoritative: false,
  truncated: false,
  recursionDesired: true,
  recursionAvailable: true,
  rcode: DNS_RCODE.NOERROR,
  questions: [{ name: 'wireweb', type: 'A', class: DNS_CLASS_IN }],
  answers: [{ name: 'wireweb', type: 'A', class: DNS_CLASS_IN, ttl: 600, address: '172.18.0.2' }],
  authorities: [],
  additionals: [],
};
const BYTES = hex(
  'beef 8180 0001 0001 0000 0000  0777697265776562 00 0001 0001  c00c 0001 0001 00000258 0004 ac120002',
);

test('a message survives the wire, compressed or not', () => {
  forAll(fc.tuple(messages, fc.boolean()), ([message, compress]) =>
    expect(parseDns(emitDns(message, compress))).toEqual(message),
  );
});

test('a reply is laid out as RFC 1035 says, its name pointing to the question', () => {
  expect(emitDns(REPLY)).toEqual(BYTES);
});

test("without compression a reply is, byte by byte, that of Docker's own server", () => {
  const recorded = hex(
    'beef 8180 0001 0001 0000 0000 0777697265776562 00 0001 0001 0777697265776562 00 0001 0001 00000258 0004 ac120002',
  );
  expect(emitDns(REPLY, false)).toEqual(recorded);
});

test('a name that does not exist has its response code', () => {
  const reply = emitDns({ ...REPLY, rcode: DNS_RCODE.NXDOMAIN, answers: [] });
  expect(reply.subarray(2, 4)).toEqual(hex('8183'));
});

test('a truncated message and data of a wrong length are none', () => {
  for (let length = 0; length < BYTES.length; length++) expect(parseDns(BYTES.subarray(0, length))).toBeUndefined();
  const longer = Uint8Array.from([...BYTES, 0]);
  longer[BYTES.length - 5] = 5;
  expect(parseDns(longer)).toBeUndefined();
  neverThrows(parseDns, BYTES);
});

test('what cannot be a name is not sent', () => {
  expect(() => emitDns({ ...REPLY, questions: [{ name: 'a..b', type: 'A', class: 1 }] })).toThrow(RangeError);
});
