import { DnsReader, DnsWriter } from './dns-buffer.ts';
import { type DnsRecord, type DnsType, readRecord, typeName, typeNumber, writeRecord } from './dns-record.ts';

export type { DnsRecord, DnsType } from './dns-record.ts';

/** The Internet class (RFC 1035 §3.2.4). */
export const DNS_CLASS_IN = 1;

/** Response codes (RFC 1035 §4.1.1) by the names that tools print. */
export const DNS_RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;

export interface DnsQuestion {
  readonly name: string;
  readonly type: DnsType;
  readonly class: number;
}

/** A DNS message (RFC 1035 §4), as UDP carries it: without TCP's length before it. */
export interface DnsMessage {
  readonly id: number;
  readonly response: boolean;
  /** 0 is a standard query. */
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** One of {@link DNS_RCODE}. */
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

const readQuestion = (reader: DnsReader): DnsQuestion => ({
  name: reader.name(),
  type: typeName(reader.uint16()),
  class: reader.uint16(),
});

/** A loop, and not `Array.from`: a count of 65,535 must not be allocated before the bytes prove it. */
function readMany<T>(count: number, read: () => T): T[] {
  const items: T[] = [];
  while (items.length < count) items.push(read());
  return items;
}

function readMessage(reader: DnsReader): DnsMessage {
  const id = reader.uint16();
  const flags = reader.uint16();
  const [questions, answers, authorities, additionals] = readMany(4, () => reader.uint16());
  return {
    id,
    response: (flags & RESPONSE) !== 0,
    opcode: (flags >> 11) & 0xf,
    authoritative: (flags & AUTHORITATIVE) !== 0,
    truncated: (flags & TRUNCATED) !== 0,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
    recursionAvailable: (flags & RECURSION_AVAILABLE) !== 0,
    rcode: flags & 0xf,
    questions: readMany(questions ?? 0, () => readQuestion(reader)),
    answers: readMany(answers ?? 0, () => readRecord(reader)),
    authorities: readMany(authorities ?? 0, () => readRecord(reader)),
    additionals: readMany(additionals ?? 0, () => readRecord(reader)),
  };
}

/** Data of records of unknown types share `bytes`. Undefined when malformed; what lies behind the message is ignored. */
export function parseDns(bytes: Uint8Array): DnsMessage | undefined {
  try {
    return readMessage(new DnsReader(bytes));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function flagsOf(message: DnsMessage): number {
  return (
    (message.response ? RESPONSE : 0) |
    (message.opcode << 11) |
    (message.authoritative ? AUTHORITATIVE : 0) |
    (message.truncated ? TRUNCATED : 0) |
    (message.recursionDesired ? RECURSION_DESIRED : 0) |
    (message.recursionAvailable ? RECURSION_AVAILABLE : 0) |
    message.rcode
  );
}

/**
 * Throws RangeError when a name cannot be a domain name.
 * @param compress let names point to earlier ones: most servers do, Docker's own (127.0.0.11) does not
 */
export function emitDns(message: DnsMessage, compress = true): Uint8Array {
  const { questions, answers, authorities, additionals } = message;
  const writer = new DnsWriter(compress);
  writer.uint16(message.id);
  writer.uint16(flagsOf(message));
  for (const section of [questions, answers, authorities, additionals]) writer.uint16(section.length);
  for (const question of questions) {
    writer.name(question.name);
    writer.uint16(typeNumber(question.type));
    writer.uint16(question.class);
  }
  for (const record of [...answers, ...authorities, ...additionals]) writeRecord(writer, record);
  return writer.bytes();
}
