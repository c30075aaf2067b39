import type { CapturedPacket } from './packet-line.ts';

/** Names of DLT_ values, as tcpdump writes them. */
export type LinkType = 'EN10MB' | 'LINUX_SLL2';

const LINK_NUMBERS = { EN10MB: 1, LINUX_SLL2: 276 } as const;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** The head of a savefile (pcap-savefile(5)), of version 2.4 and in this machine's byte order, which is little-endian. */
export function fileHeader(link: LinkType, snapshotLength: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(FILE_HEADER));
  head.setUint32(0, MAGIC_MICROSECONDS, true);
  head.setUint16(4, 2, true);
  head.setUint16(6, 4, true);
  head.setUint32(16, snapshotLength, true);
  head.setUint32(20, LINK_NUMBERS[link], true);
  return new Uint8Array(head.buffer);
}

export function fileRecord({ bytes, length, time }: CapturedPacket): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER + bytes.length);
  const head = new DataView(record.buffer);
  head.setUint32(0, Math.floor(time / 1e6), true);
  head.setUint32(4, Math.floor(time % 1e6), true);
  head.setUint32(8, bytes.length, true);
  head.setUint32(12, length, true);
  record.set(bytes, RECORD_HEADER);
  return record;
}

/** A savefile that was read. */
export interface Savefile {
  readonly link: LinkType;
  readonly snapshotLength: number;
  readonly packets: readonly CapturedPacket[];
  /** What is wrong at its end. */
  readonly fault?: string;
}

/** Reads a savefile; a text says why it is none. */
export function parseSavefile(bytes: Uint8Array): Savefile | string {
  if (bytes.length < 4) {
    const few = `${bytes.length} byte${bytes.length === 1 ? '' : 's'}`;
    return `truncated dump file; tried to read 4 file header bytes, only got ${bytes.length === 0 ? '0' : few.split(' ')[0]}`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint32(0, true);
  const isLittle = little === MAGIC_MICROSECONDS || little === MAGIC_NANOSECONDS;
  const magic = view.getUint32(0, isLittle);
  if (magic !== MAGIC_MICROSECONDS && magic !== MAGIC_NANOSECONDS) return 'unknown file format';
  if (bytes.length < FILE_HEADER)
    return `truncated dump file; tried to read ${FILE_HEADER} file header bytes, only got ${bytes.length}`;
  const number = view.getUint32(20, isLittle) & 0xffff;
  const link = (Object.keys(LINK_NUMBERS) as LinkType[]).find((name) => LINK_NUMBERS[name] === number);
  if (link === undefined) return `unsupported link-type ${number}`;
  const unit = magic === MAGIC_NANOSECONDS ? 1000 : 1;
  return { link, snapshotLength: view.getUint32(16, isLittle), ...readRecords(bytes, view, isLittle, unit) };
}

function readRecords(
  bytes: Uint8Array,
  view: DataView,
  little: boolean,
  unit: number,
): Pick<Savefile, 'packets' | 'fault'> {
  const packets: CapturedPacket[] = [];
  for (let at = FILE_HEADER; at < bytes.length; ) {
    const left = bytes.length - at;
    if (left < RECORD_HEADER)
      return { packets, fault: `truncated dump file; tried to read ${RECORD_HEADER} header bytes, only got ${left}` };
    const [seconds, part, captured, length] = [0, 4, 8, 12].map((i) => view.getUint32(at + i, little)) as [
      number,
      number,
      number,
      number,
    ];
    at += RECORD_HEADER;
    if (captured > 262_144)
      return { packets, fault: `invalid packet capture length ${captured}, bigger than snaplen of 262144` };
    if (at + captured > bytes.length) {
      const fault = `truncated dump file; tried to read ${captured} captured bytes, only got ${bytes.length - at}`;
      return { packets, fault };
    }
    packets.push({ bytes: bytes.subarray(at, at + captured), length, time: seconds * 1e6 + Math.floor(part / unit) });
    at += captured;
  }
  return { packets };
}
