import { wrongChecksum } from './checksum.ts';
import { type Dissection, flagNames } from './dissection.ts';
import { PROTOCOLS, protocolName } from './protocols.ts';

const HEADER = 20;
const ECN = ['', ',ECT(1)', ',ECT(0)', ',CE'];
const FLAGS = [
  [0x2000, '+'],
  [0x4000, 'DF'],
  [0x8000, 'rsvd'],
] as const;

const OPTIONS: Readonly<Record<number, string>> = {
  0: 'EOL',
  1: 'NOP',
  7: 'RR',
  68: 'timestamp',
  130: 'security',
  131: 'LSRR',
  137: 'SSRR',
  148: 'RA',
};

/** Names of options, without what is in them. */
function optionNames(d: Dissection, at: number, end: number): string {
  const names: string[] = [];
  for (let i = at; i < end && i < d.end; ) {
    const type = d.u8(i);
    const length = type < 2 ? 1 : d.u8(i + 1);
    names.push(OPTIONS[type] ?? `unknown ${type}`);
    if (length < 1 || type === 0) break;
    i += length;
  }
  return names.join(',');
}

function printVerbose(d: Dissection, at: number, header: number, length: number): void {
  const [tos, ttl, protocol, flags] = [d.u8(at + 1), d.u8(at + 8), d.u8(at + 9), d.u16(at + 6)];
  const alive = ttl > 0 ? `, ttl ${ttl}` : '';
  d.print(
    `(tos 0x${tos.toString(16)}${ECN[tos & 3]}${alive}, id ${d.u16(at + 4)}, offset ${(flags & 0x1fff) * 8}, flags [${flagNames(FLAGS, flags)}], proto ${PROTOCOLS[protocol] ?? 'unknown'} (${protocol}), length ${d.u16(at + 2) || `${length} [was 0, presumed TSO]`}`,
  );
  if (header > HEADER) d.print(`, options (${optionNames(d, at + HEADER, at + header)})`);
  if (d.options.K === 0 && d.has(at, header)) {
    const wrong = wrongChecksum(d, at, header, at + 10);
    if (wrong) d.print(`, bad cksum ${wrong.found.toString(16)} (->${wrong.right.toString(16)})!`);
  }
  d.print(')\n    ');
}

/** The reason why what begins here is no IPv4 header. */
function faultOf(d: Dissection, at: number, length: number): string | undefined {
  if (length < HEADER) return ` [length ${length} < ${HEADER}]`;
  const version = d.u8(at) >> 4;
  if (version !== 4) return ` [version ${version} != 4]`;
  const header = (d.u8(at) & 0x0f) * 4;
  return header < HEADER ? ` [header length ${header} < ${HEADER}]` : undefined;
}

/** print-ip.c: a packet in `length` bytes of payload. */
export function printIpv4(d: Dissection, at: number, length: number): void {
  d.protocol = 'ip';
  if (d.options.e === 0) d.print('IP ');
  const fault = faultOf(d, at, length);
  if (fault !== undefined) {
    d.print(fault);
    d.invalid();
    return;
  }
  const header = (d.u8(at) & 0x0f) * 4;
  const told = d.u16(at + 2);
  if (told > length) {
    d.print(`[total length ${told} > length ${length}]`);
    d.invalid();
    d.print(' ');
  }
  const total = told === 0 ? length : told;
  if (total < header) {
    d.print(`[total length ${total} < header length ${header}]`);
    d.invalid();
    return;
  }
  d.check(at, HEADER);
  const outer = d.end;
  d.end = Math.min(d.end, at + Math.min(length, total));
  if (d.options.v > 0) printVerbose(d, at, header, length);
  printPayload(d, at, header, total - header);
  d.end = outer;
}

function printPayload(d: Dissection, at: number, header: number, length: number): void {
  const flags = d.u16(at + 6);
  const protocol = d.u8(at + 9);
  const ends = `${d.ipv4(at + 12)} > ${d.ipv4(at + 16)}`;
  if ((flags & 0x1fff) !== 0) {
    if (d.options.q < 2) d.print(`${ends}: ${protocolName(d, protocol)}`);
    return;
  }
  if (protocol !== 6 && protocol !== 17) d.print(`${ends}: `);
  if (!d.has(at, header)) {
    d.print(` [remaining caplen(${d.end - at}) < header length(${header})]`);
    d.check(at, header);
  }
  d.printers.transport(d, { ip: at, at: at + header, length, protocol, fragmented: (flags & 0x2000) !== 0 });
}
