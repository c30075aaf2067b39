import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_VLAN } from '../../../kernel/wire/ethernet.ts';
import { printArp } from './arp.ts';
import { type Dissection, hex4, LOST, TRUNCATED } from './dissection.ts';
import { ETHERTYPES } from './ethertypes.ts';
import { hexAndAsciiDump } from './hex.ts';
import { printIpv4 } from './ipv4.ts';
import { printIpv6 } from './ipv6.ts';

const ETHERTYPE_REVERSE_ARP = 0x8035;
const ETHERTYPE_IPV6 = 0x86dd;
const HEADER = 14;
const LARGEST_LENGTH = 1500;

/** ethertype_print(): hands the payload to its protocol; false where it is none that is known. */
function printPayload(d: Dissection, etherType: number, at: number, length: number): boolean {
  try {
    return dispatch(d, etherType, at, length);
  } catch (error) {
    if (error !== TRUNCATED) throw error;
    d.truncated();
    return true;
  }
}

function dispatch(d: Dissection, etherType: number, at: number, length: number): boolean {
  if (etherType === ETHERTYPE_IPV4) printIpv4(d, at, length);
  else if (etherType === ETHERTYPE_IPV6) printIpv6(d, at, length);
  else if (etherType === ETHERTYPE_ARP || etherType === ETHERTYPE_REVERSE_ARP) printArp(d, at, length);
  else return false;
  return true;
}

const typeText = (d: Dissection, type: number): string =>
  d.options.q === 0
    ? `ethertype ${ETHERTYPES[type] ?? 'Unknown'} (${hex4(type)})`
    : (ETHERTYPES[type] ?? `Unknown Ethertype (${hex4(type)})`);

/** ieee8021q_tci_string() */
function tagText(tag: number): string {
  const drop = (tag & 0x1000) === 0 ? '' : 'DEI, ';
  return `vlan ${tag & 0xfff}, p ${tag >> 13}${drop === '' ? '' : ', DEI'}`;
}

/** print-ether.c: a frame of `length` bytes on the wire. Returns how long its header is. */
export function printEthernet(d: Dissection, length: number, dumps: boolean): number {
  d.protocol = 'ether';
  if (d.end < HEADER) {
    d.truncated();
    return d.end;
  }
  const verbose = d.options.e > 0;
  const ends = (): string => `${d.mac(6)} > ${d.mac(0)}, `;
  if (verbose) d.print(ends());
  let at = HEADER;
  let type = d.u16(12);
  let told = false;
  while (type === ETHERTYPE_VLAN) {
    if (!d.has(at, 4)) {
      d.protocol = 'vlan';
      d.truncated();
      return d.end;
    }
    if (verbose) {
      d.print(`${typeText(d, type)}${told ? ', ' : `, length ${length}: `}${tagText(d.u16(at))}, `);
      told = true;
    }
    type = d.u16(at + 2);
    at += 4;
  }
  if (type <= LARGEST_LENGTH) return printLengthField(d, type, at);
  if (verbose) d.print(`${typeText(d, type)}${told ? ', ' : `, length ${length}: `}`);
  if (!printPayload(d, type, at, length - at)) {
    if (!verbose) d.print(`${ends()}${typeText(d, type)}, length ${length}: `);
    if (dumps) d.print(hexAndAsciiDump(d.bytes.subarray(at, d.end)));
  }
  return at;
}

/** IEEE 802.3: nothing here speaks LLC. */
function printLengthField(d: Dissection, type: number, at: number): number {
  if (d.options.e > 0) d.print(`802.3, length ${type}: `);
  d.print('LLC');
  d.print(hexAndAsciiDump(d.bytes.subarray(at, d.end)));
  return at;
}

const COOKED_HEADER = 20;
const DIRECTIONS = ['In', 'B', 'M', 'P', 'Out'];

/** print-sll.c, LINUX_SLL2: what the device `any` hears. Returns how long the header is. */
export function printCooked(
  d: Dissection,
  length: number,
  deviceName: (index: number) => string,
  dumps: boolean,
): number {
  d.protocol = 'sll2';
  if (!d.has(0, COOKED_HEADER)) throw LOST;
  const index = d.u32(4);
  const direction = DIRECTIONS[d.u8(10)] ?? '?';
  d.print(`${deviceName(index).padEnd(5)} ${direction.padEnd(3)} `);
  const type = d.u16(0);
  const header = (): void => {
    d.print(`ifindex ${index} `);
    if (d.u8(11) === 6) d.print(`${d.mac(12)} `);
    if (d.options.q === 0) d.print(`ethertype ${ETHERTYPES[type] ?? 'Unknown'} (${hex4(type)}), length ${length}: `);
  };
  if (d.options.e > 0) header();
  if (!printPayload(d, type, COOKED_HEADER, length - COOKED_HEADER)) {
    if (d.options.e === 0) header();
    if (dumps) d.print(hexAndAsciiDump(d.bytes.subarray(COOKED_HEADER, d.end)));
  }
  return COOKED_HEADER;
}
