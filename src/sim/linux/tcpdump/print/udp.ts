import { pseudoHeader, wrongChecksum } from './checksum.ts';
import { type Dissection, hex4, type Transport } from './dissection.ts';
import { printDns } from './dns.ts';
import { printEnds } from './ends.ts';

const HEADER = 8;
const DOMAIN = 53;
const MULTICAST_DNS = 5353;
const PROTOCOL_UDP = 17;

/** print-udp.c: of the payloads, DNS is read. */
export function printUdp(d: Dissection, transport: Transport): void {
  d.protocol = 'udp';
  const { ip, at, fragmented } = transport;
  if (!d.has(at, 4)) {
    const six = d.u8(ip) >> 4 === 6;
    d.print(`${six ? d.ipv6(ip + 8) : d.ipv4(ip + 12)} > ${six ? d.ipv6(ip + 24) : d.ipv4(ip + 16)}: `);
    d.truncated();
    return;
  }
  const [from, to] = [d.u16(at), d.u16(at + 2)];
  printEnds(d, transport, 'udp', from, to);
  if (transport.length < HEADER) {
    d.print(`truncated-udp ${transport.length}`);
    return;
  }
  d.check(at, HEADER);
  const told = d.u16(at + 4);
  if (told < HEADER) {
    d.print(`truncated-udplength ${told}`);
    return;
  }
  const length = Math.min(transport.length, told) - HEADER;
  if (d.options.v > 0 && d.options.K === 0 && !fragmented) printChecksum(d, ip, at, length);
  const port = [DOMAIN, MULTICAST_DNS].find((known) => from === known || to === known);
  if (d.options.q === 0 && port !== undefined)
    printDns(d, at + HEADER, length, { overTcp: false, multicast: port === MULTICAST_DNS });
  else if (told - HEADER > length && !fragmented) d.print(`UDP, bad length ${told - HEADER} > ${length}`);
  else d.print(`UDP, length ${told - HEADER}`);
}

function printChecksum(d: Dissection, ip: number, at: number, length: number): void {
  const six = d.u8(ip) >> 4 === 6;
  if (!six && d.options.v < 2) return;
  if (!six && d.u16(at + 6) === 0) {
    d.print('[no cksum] ');
    return;
  }
  if (!d.has(at + HEADER, length)) return;
  const covered = length + HEADER;
  const wrong = wrongChecksum(d, at, covered, at + 6, pseudoHeader(d, ip, PROTOCOL_UDP, covered));
  d.print(wrong ? `[bad udp cksum ${hex4(wrong.found)} -> ${hex4(wrong.right)}!] ` : '[udp sum ok] ');
}
