import { ETHERTYPE_IPV4 } from '../../../kernel/wire/ethernet.ts';
import { type Dissection, hex4 } from './dissection.ts';
import { ETHERTYPES } from './ethertypes.ts';
import { defaultDump } from './hex.ts';

const HEADER = 8;
const HARDWARE: Readonly<Record<number, string>> = {
  1: 'Ethernet',
  6: 'TokenRing',
  7: 'ArcNet',
  15: 'FrameRelay',
  17: 'Strip',
  24: 'IEEE 1394',
  19: 'ATM',
};
const OPERATIONS: Readonly<Record<number, string>> = {
  1: 'Request',
  2: 'Reply',
  3: 'Reverse Request',
  4: 'Reverse Reply',
  8: 'Inverse Request',
  9: 'Inverse Reply',
  10: 'NACK Reply',
};

/** print-arp.c. `length`: the payload's on the wire. */
export function printArp(d: Dissection, at: number, length: number): void {
  d.protocol = 'arp';
  d.need(at, HEADER);
  const protocol = d.u16(at + 2);
  const hardwareLength = d.u8(at + 4);
  const protocolLength = d.u8(at + 5);
  const operation = d.u16(at + 6);
  const sender = at + HEADER;
  const target = sender + hardwareLength + protocolLength;
  d.need(target + hardwareLength, protocolLength);
  if (d.options.e === 0) d.print('ARP, ');
  const odd = protocol !== ETHERTYPE_IPV4 || protocolLength !== 4 || hardwareLength === 0;
  if (odd || d.options.v > 0) {
    const hardware = HARDWARE[d.u16(at)] ?? `Unknown Hardware (${d.u16(at)})`;
    const of = ETHERTYPES[protocol] ?? `Unknown Protocol (${hex4(protocol)})`;
    d.print(`${hardware} (len ${hardwareLength}), ${of} (len ${protocolLength})`);
  }
  if (d.options.v > 0 || !odd) {
    d.print(`${d.options.v > 0 ? ', ' : ''}${OPERATIONS[operation] ?? `Unknown (${operation})`} `);
    const ip = (place: number): string => {
      if (protocol !== ETHERTYPE_IPV4) return '<wrong proto type>';
      return protocolLength === 4 ? d.ipv4(place) : '<wrong len>';
    };
    const hardware = (place: number): string =>
      hardwareLength === 6 ? d.mac(place) : d.hex(place, hardwareLength, ':');
    const asked = target + hardwareLength;
    if (operation === 1) {
      const known = d.bytes.subarray(target, asked).some((byte) => byte !== 0) ? ` (${hardware(target)})` : '';
      d.print(`who-has ${ip(asked)}${known} tell ${ip(sender + hardwareLength)}`);
    } else if (operation === 2) d.print(`${ip(sender + hardwareLength)} is-at ${hardware(sender)}`);
    else if (operation === 3 || operation === 8) d.print(`who-is ${hardware(target)} tell ${hardware(sender)}`);
    else if (operation === 4) d.print(`${hardware(target)} at ${ip(asked)}`);
    else if (operation === 9) d.print(`${hardware(sender)} at ${ip(sender + hardwareLength)}`);
    else {
      defaultDump(d, at, d.end - at);
      return;
    }
  }
  d.print(`, length ${length}`);
}
