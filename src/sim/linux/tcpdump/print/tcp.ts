import { pseudoHeader, wrongChecksum } from './checksum.ts';
import { type Dissection, flagNames, hex4, type Transport } from './dissection.ts';
import { printDns } from './dns.ts';
import { printEnds } from './ends.ts';
import { printHttp } from './http.ts';
import { printTcpOptions } from './tcp-options.ts';

const HEADER = 20;
const PROTOCOL_TCP = 6;
const DOMAIN = 53;
const HTTP_PORTS = [80, 8080];
const MOST_RESET_DATA = 30;
const [FIN, SYN, RST, ACK, URG] = [1, 2, 4, 0x10, 0x20];
const FLAGS = [
  [FIN, 'F'],
  [SYN, 'S'],
  [RST, 'R'],
  [8, 'P'],
  [ACK, '.'],
  [URG, 'U'],
  [0x40, 'E'],
  [0x80, 'W'],
] as const;

/** Numbers as they are told: from the conversation's beginning, unless -S. */
function numbers(d: Dissection, ip: number, at: number, flags: number) {
  const [seq, ack] = [d.u32(at + 4), d.u32(at + 8)];
  if (d.options.S > 0 || (flags & ACK) === 0) return { seq, ack, sackBase: 0 };
  const six = d.u8(ip) >> 4 === 6;
  const [from, to] = six ? [d.ipv6Number(ip + 8), d.ipv6Number(ip + 24)] : [d.hex(ip + 12, 4), d.hex(ip + 16, 4)];
  const [fromPort, toPort] = [d.u16(at), d.u16(at + 2)];
  const reversed = fromPort > toPort || (fromPort === toPort && from > to);
  const key = reversed ? `${to} ${toPort} ${from} ${fromPort}` : `${from} ${fromPort} ${to} ${toPort}`;
  return d.conversations.relate(key, reversed, seq, ack, (flags & SYN) !== 0);
}

function printChecksum(d: Dissection, { ip, at, length }: Transport): void {
  if (!d.has(at, length)) return;
  const wrong = wrongChecksum(d, at, length, at + 16, pseudoHeader(d, ip, PROTOCOL_TCP, length));
  d.print(`, cksum ${hex4(d.u16(at + 16))} ${wrong ? `(incorrect -> ${hex4(wrong.right)})` : '(correct)'}`);
}

/** print-tcp.c */
export function printTcp(d: Dissection, transport: Transport): void {
  d.protocol = 'tcp';
  const { ip, at, length, fragmented } = transport;
  if (!d.has(at, 4)) {
    const six = d.u8(ip) >> 4 === 6;
    d.print(`${six ? d.ipv6(ip + 8) : d.ipv4(ip + 12)} > ${six ? d.ipv6(ip + 24) : d.ipv4(ip + 16)}:`);
    d.truncated();
    return;
  }
  printEnds(d, transport, 'tcp', d.u16(at), d.u16(at + 2));
  d.check(at, HEADER);
  const header = (d.u8(at + 12) >> 4) * 4;
  if (header < HEADER) {
    d.print(` tcp ${(length - header) >>> 0} [bad hdr length ${header} - too short, < ${HEADER}]`);
    return;
  }
  if (d.options.q > 0) {
    d.print(`tcp ${(length - header) >>> 0}`);
    if (header > length) d.print(` [bad hdr length ${header} - too long, > ${length}]`);
    return;
  }
  const flags = d.u8(at + 13);
  d.print(`Flags [${flagNames(FLAGS, flags, '')}]`);
  const { seq, ack, sackBase } = numbers(d, ip, at, flags);
  if (header > length) {
    d.print(` [bad hdr length ${header} - too long, > ${length}]`);
    return;
  }
  if (d.options.v > 0 && d.options.K === 0 && !fragmented) printChecksum(d, transport);
  printNumbers(d, at, { seq, ack, flags, data: length - header });
  if (header > HEADER && !printTcpOptions(d, at + HEADER, header - HEADER, sackBase)) return;
  d.print(`, length ${length - header}`);
  if (length > header) printData(d, at, header, length - header, flags);
}

interface Segment {
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly data: number;
}

function printNumbers(d: Dissection, at: number, { seq, ack, flags, data }: Segment): void {
  const verbose = d.options.v > 1;
  if (verbose || data > 0 || (flags & (SYN | FIN | RST)) !== 0)
    d.print(`, seq ${seq}${data > 0 ? `:${(seq + data) >>> 0}` : ''}`);
  if ((flags & ACK) !== 0) d.print(`, ack ${ack}`);
  else if (verbose && ack !== 0) d.print(`, [ack ${ack} != 0 while ACK flag not set]`);
  d.print(`, win ${d.u16(at + 14)}`);
  const urgent = d.u16(at + 18);
  if ((flags & URG) !== 0) d.print(`, urg ${urgent}`);
  else if (verbose && urgent !== 0) d.print(`, [urg ${urgent} != 0 while URG flag not set]`);
}

function printData(d: Dissection, at: number, header: number, length: number, flags: number): void {
  if (!d.has(at, header)) {
    d.print(` [remaining caplen(${d.end - at}) < header length(${header})]`);
    d.check(at, header);
  }
  const data = at + header;
  if ((flags & RST) !== 0) {
    if (d.options.v > 0) printResetData(d, data, length);
    else d.check(data, length);
    return;
  }
  const uses = (port: number): boolean => d.u16(at) === port || d.u16(at + 2) === port;
  if (uses(DOMAIN)) printDns(d, data, length, { overTcp: true, multicast: false });
  else if (HTTP_PORTS.some(uses)) {
    d.print(': ');
    printHttp(d, data, length);
  }
}

function printResetData(d: Dissection, at: number, length: number): void {
  const shown = d.bytes.subarray(at, Math.min(at + Math.min(length, MOST_RESET_DATA), d.end));
  const text = [...shown].map((byte) =>
    byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : `^${String.fromCharCode((byte & 0x7f) ^ 0x40)}`,
  );
  d.print(` [${d.has(at, length) ? '' : '!'}RST${length > MOST_RESET_DATA ? '+' : ''} ${text.join('')}]`);
}
