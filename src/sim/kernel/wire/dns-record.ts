import { bytesToIpv4, bytesToIpv6, ipv4ToBytes, ipv6ToBytes } from './address.ts';
import type { DnsReader, DnsWriter } from './dns-buffer.ts';

const NUMBERS = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, AAAA: 28, ANY: 255 } as const;
type KnownType = keyof typeof NUMBERS;
const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number as number, name as KnownType]));

/** A record's type as DNS writes it; those without a name of their own here as RFC 3597 §5 does (`TYPE15`). */
export type DnsType = KnownType | `TYPE${number}`;

interface RecordHead {
  /** Without a dot at its end; unusual bytes are escaped as `\DDD`. */
  readonly name: string;
  /** 1 is IN; in an OPT record (TYPE41) the sender's UDP payload size. */
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
}

/** The start of a zone's authority (RFC 1035 §3.3.13); times in seconds. */
export interface SoaData {
  readonly primary: string;
  readonly mailbox: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

type RecordData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'NS' | 'CNAME' | 'PTR'; readonly target: string }
  | { readonly type: 'SOA'; readonly soa: SoaData }
  | { readonly type: 'ANY' | `TYPE${number}`; readonly data: Uint8Array };

export type DnsRecord = RecordHead & RecordData;

export const typeNumber = (type: DnsType): number =>
  type in NUMBERS ? NUMBERS[type as KnownType] : Number(type.slice('TYPE'.length));

export const typeName = (number: number): DnsType => NAMES.get(number) ?? `TYPE${number}`;

function readSoa(reader: DnsReader): SoaData {
  const primary = reader.name();
  const mailbox = reader.name();
  const [serial, refresh, retry] = [reader.uint32(), reader.uint32(), reader.uint32()];
  return { primary, mailbox, serial, refresh, retry, expire: reader.uint32(), minimum: reader.uint32() };
}

function readData(reader: DnsReader, type: DnsType, length: number): RecordData {
  switch (type) {
    case 'A':
      return { type, address: bytesToIpv4(reader.take(4)) };
    case 'AAAA':
      return { type, address: bytesToIpv6(reader.take(16)) };
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return { type, target: reader.name() };
    case 'SOA':
      return { type, soa: readSoa(reader) };
    default:
      return { type, data: reader.take(length) };
  }
}

/** Throws RangeError when malformed. */
export function readRecord(reader: DnsReader): DnsRecord {
  const name = reader.name();
  const type = typeName(reader.uint16());
  const head = { name, class: reader.uint16(), ttl: reader.uint32() };
  const length = reader.uint16();
  const end = reader.offset + length;
  const data = readData(reader, type, length);
  if (reader.offset !== end) throw new RangeError('record of another length than announced');
  return { ...head, ...data };
}

function writeSoa(writer: DnsWriter, soa: SoaData): void {
  writer.name(soa.primary);
  writer.name(soa.mailbox);
  for (const number of [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum]) writer.uint32(number);
}

function writeData(writer: DnsWriter, record: DnsRecord): void {
  if ('address' in record) writer.put(record.type === 'A' ? ipv4ToBytes(record.address) : ipv6ToBytes(record.address));
  else if ('target' in record) writer.name(record.target);
  else if ('soa' in record) writeSoa(writer, record.soa);
  else writer.put(record.data);
}

export function writeRecord(writer: DnsWriter, record: DnsRecord): void {
  writer.name(record.name);
  writer.uint16(typeNumber(record.type));
  writer.uint16(record.class);
  writer.uint32(record.ttl);
  writer.sized(() => writeData(writer, record));
}
