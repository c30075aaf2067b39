import { type Dissection, hex4 } from './dissection.ts';
import { PROTOCOLS } from './protocols.ts';

const HEADER = 40;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION = 60;
const UPPER = [6, 17, 33, 132];
const PAD1 = 0;
const PADN = 1;
const ROUTER_ALERT = 5;

/** A chain of headers on its way to the payload. */
interface Chain {
  readonly ip: number;
  at: number;
  next: number;
  fragmented: boolean;
}

/** print-ip6.c: a packet in `length` bytes of payload. */
export function printIpv6(d: Dissection, at: number, length: number): void {
  d.protocol = 'ip6';
  if (d.options.e === 0) d.print('IP6 ');
  const version = d.u8(at) >> 4;
  const fault =
    length < HEADER ? ` [length ${length} < ${HEADER}]` : version !== 6 ? ` [version ${version} != 6]` : undefined;
  if (fault !== undefined) {
    d.print(fault);
    d.invalid();
    return;
  }
  const payload = d.u16(at + 4);
  const total = payload === 0 ? HEADER : payload + HEADER;
  if (total > length) {
    d.print(`[header+payload length ${total} > length ${length}]`);
    d.invalid();
    d.print(' ');
  }
  if (d.options.v > 0) printVerbose(d, at, payload);
  d.check(at, HEADER);
  const outer = d.end;
  d.end = Math.min(outer, at + Math.min(length, total));
  const chain: Chain = { ip: at, at: at + HEADER, next: d.u8(at + 6), fragmented: false };
  if (!UPPER.includes(chain.next)) d.print(`${d.ipv6(at + 8)} > ${d.ipv6(at + 24)}: `);
  if (walk(d, chain)) {
    const { at: upper, next: protocol, fragmented } = chain;
    d.printers.transport(d, { ip: at, at: upper, length: at + total - upper, protocol, fragmented });
  }
  d.end = outer;
}

function printVerbose(d: Dissection, at: number, payload: number): void {
  const flow = d.u32(at);
  const traffic = (flow >>> 20) & 0xff;
  const label = flow & 0xfffff;
  const next = d.u8(at + 6);
  d.print(
    `(${traffic === 0 ? '' : `class 0x${traffic.toString(16).padStart(2, '0')}, `}${label === 0 ? '' : `flowlabel 0x${label.toString(16).padStart(5, '0')}, `}hlim ${d.u8(at + 7)}, next-header ${PROTOCOLS[next] ?? 'unknown'} (${next}), payload length ${payload}) `,
  );
}

/** Goes past the extension headers; false where the line ends there. */
function walk(d: Dissection, chain: Chain): boolean {
  for (;;) {
    d.protocol = 'ip6';
    const { at, next } = chain;
    if (next === HOP_BY_HOP || next === DESTINATION) printOptions(d, at, next === HOP_BY_HOP ? 'hbh' : 'dstopt');
    else if (next === ROUTING) d.print(`srcrt (len=${d.u8(at + 1)}, type=${d.u8(at + 2)}, segleft=${d.u8(at + 3)}) `);
    else if (next === FRAGMENT) {
      if (!printFragment(d, chain)) return false;
    } else return true;
    chain.next = d.u8(at);
    chain.at += next === FRAGMENT ? 8 : (d.u8(at + 1) + 1) * 8;
    if (chain.at >= d.end) return false;
  }
}

function printFragment(d: Dissection, chain: Chain): boolean {
  d.protocol = 'frag6';
  const { at, ip } = chain;
  d.check(at, 8);
  const offset = d.u16(at + 2) & 0xfff8;
  const left = ip + HEADER + d.u16(ip + 4) - at - 8;
  const id = d.options.v > 0 ? `0x${d.hex(at + 4, 4)}:` : '';
  d.print(`frag (${id}${offset}|${left < 0 ? '[length < 0] (invalid))' : `${left})`}`);
  chain.fragmented = true;
  if (offset !== 0) return false;
  d.print(' ');
  return true;
}

function printOptions(d: Dissection, at: number, name: 'hbh' | 'dstopt'): void {
  d.protocol = name;
  const length = (d.u8(at + 1) + 1) * 8;
  d.check(at, length);
  d.print(`${name.toUpperCase()} `);
  if (d.options.v === 0) return;
  for (let i = at + 2; i < at + length; ) {
    const type = d.u8(i);
    const size = type === PAD1 ? 1 : d.u8(i + 1) + 2;
    if (type === PAD1) d.print('(pad1)');
    else if (type === PADN) d.print('(padn)');
    else if (type === ROUTER_ALERT) d.print(`(rtalert: ${hex4(d.u16(i + 2))}) `);
    else d.print(`(unknown opt-type 0x${d.hex(i, 1)} len=${size - 2})`);
    i += size;
  }
  d.print(' ');
}
