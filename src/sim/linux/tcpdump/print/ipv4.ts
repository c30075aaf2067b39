import { wrongChecksum } from './checksum.ts';
import { type Dissection, flagNames } from './dissection.ts';
import { printTransport } from './transport.ts';

const HEADER = 20;
const ECN = ['', ',ECT(1)', ',ECT(0)', ',CE'];
const FLAGS = [
  [0x2000, '+'],
  [0x4000, 'DF'],
  [0x8000, 'rsvd'],
] as const;

/** What -v calls a protocol. */
export const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'HBH',
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPIP',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'Routing',
  44: 'Fragment',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  60: 'DSTOPT',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  132: 'SCTP',
};

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

function printVerbose(d: Dissection, at: number, header: number): void {
  const [tos, ttl, protocol, flags] = [d.u8(at + 1), d.u8(at + 8), d.u8(at + 9), d.u16(at + 6)];
  const alive = ttl > 0 ? `, ttl ${ttl}` : '';
  d.print(
    `(tos 0x${tos.toString(16)}${ECN[tos & 3]}${alive}, id ${d.u16(at + 4)}, offset ${(flags & 0x1fff) * 8}, flags [${flagNames(FLAGS, flags)}], proto ${PROTOCOLS[protocol] ?? 'unknown'} (${protocol}), length ${d.u16(at + 2)}`,
  );
  if (header > HEADER) d.print(`, options (${optionNames(d, at + HEADER, at + header)})`);
  if (d.options.K === 0 && d.has(at, header)) {
    const wrong = wrongChecksum(d, at, header, at + 10);
    if (wrong) d.print(`, bad cksum ${wrong.found.toString(16)} (->${wrong.right.toString(16)})!`);
  }
  d.print(')\n    ');
}

/** The reason why what is there is no IPv4 packet. */
function faultOf(version: number, header: number, total: number, length: number): string | undefined {
  if (length < HEADER) return `[length ${length} < ${HEADER}]`;
  if (version !== 4) return `[version ${version} != 4]`;
  if (header < HEADER) return `[header length ${header} < ${HEADER}]`;
  return total < header ? `[total length ${total} < header length ${header}]` : undefined;
}

/** print-ip.c: a packet in `length` bytes of payload. */
export function printIpv4(d: Dissection, at: number, length: number): void {
  d.protocol = 'ip';
  if (d.options.e === 0) d.print('IP ');
  const version = d.u8(at) >> 4;
  const header = (d.u8(at) & 0x0f) * 4;
  const told = length < HEADER ? 0 : d.u16(at + 2);
  if (told > length) {
    d.print(`[total length ${told} > length ${length}]`);
    d.invalid();
    d.print(' ');
  }
  const total = told === 0 ? length : told;
  const fault = faultOf(version, header, total, length);
  if (fault !== undefined) {
    d.print(fault);
    d.invalid();
    return;
  }
  d.check(at, HEADER);
  const outer = d.end;
  d.end = Math.min(d.end, at + Math.min(length, total));
  if (d.options.v > 0) printVerbose(d, at, header);
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
  printTransport(d, { ip: at, at: at + header, length, protocol, fragmented: (flags & 0x2000) !== 0 });
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  58: 'ipv6-icmp',
  89: 'ospf',
  132: 'sctp',
};

/** getprotobynumber(3), where names are asked for. */
export const protocolName = (d: Dissection, protocol: number): string =>
  (d.options.n === 0 ? NAMES[protocol] : undefined) ?? `ip-proto-${protocol}`;
