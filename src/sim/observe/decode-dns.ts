import { viewOf } from '../kernel/wire/bytes.ts';
import type { DnsMessage, DnsRecord } from '../kernel/wire/dns.ts';
import { type Field, Header, hex, type Layer } from './header.ts';

const HEADER = 12;
/** Type and class behind a question's name. */
const QUESTION_TAIL = 4;
/** Type, class, TTL and length before a record's data. */
const RECORD_HEAD = 10;
const POINTER = 0xc0;

const COUNTS = ['questions', 'réponses', 'autorités', 'ajouts'] as const;

/** Where a name ends that begins at `at`: labels, then a zero or a pointer (RFC 1035 §4.1.4). */
function nameEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  for (;;) {
    const length = bytes[end] ?? 0;
    if (length >= POINTER) return end + 2;
    end += 1 + length;
    if (length === 0 || end >= bytes.length) return end;
  }
}

/** A message that is sound, field by field; `at`: where it begins among the bytes. */
export function decodeDns(message: DnsMessage, bytes: Uint8Array, at: number): Layer {
  const header = new Header(bytes, at);
  const sense = message.response ? `réponse, code ${message.rcode}` : 'question';
  header.count('identifiant', 0, 2).note('drapeaux', 2, 2, `${hex(header.number(2, 2), 4)} (${sense})`);
  COUNTS.forEach((name, index) => {
    header.count(name, 4 + 2 * index, 2);
  });
  return { name: 'DNS', fields: [...header.fields, ...sections(message, bytes, at + HEADER)] };
}

function sections(message: DnsMessage, bytes: Uint8Array, at: number): Field[] {
  const fields: Field[] = [];
  let start = at;
  for (const { name, type } of message.questions) {
    const end = nameEnd(bytes, start) + QUESTION_TAIL;
    fields.push({ name: 'question', value: `${name} ${type}`, start, end });
    start = end;
  }
  const sorts = { réponse: message.answers, autorité: message.authorities, ajout: message.additionals };
  for (const [name, records] of Object.entries(sorts)) {
    for (const record of records) {
      const data = nameEnd(bytes, start) + RECORD_HEAD;
      const end = data + viewOf(bytes).getUint16(data - 2);
      fields.push({ name, value: recordText(record), start, end });
      start = end;
    }
  }
  return fields;
}

function recordText(record: DnsRecord): string {
  const value = 'address' in record ? record.address : 'target' in record ? record.target : '';
  return [record.name, record.type, value].filter(Boolean).join(' ');
}
