import type { Dissection } from './dissection.ts';
import { printIcmp } from './icmp.ts';
import { printIcmpv6 } from './icmpv6.ts';
import { printIgmp } from './igmp.ts';
import { printIpv4, protocolName } from './ipv4.ts';
import { printIpv6 } from './ipv6.ts';
import { printTcp } from './tcp.ts';
import { printUdp } from './udp.ts';

/** A payload below an IP header. */
export interface Transport {
  /** Where the IP header begins. */
  readonly ip: number;
  readonly at: number;
  /** Of the payload, as the header tells it. */
  readonly length: number;
  readonly protocol: number;
  readonly fragmented: boolean;
}

/** ip_demux_print(): hands a payload to the printer of its protocol. */
export function printTransport(d: Dissection, transport: Transport): void {
  const { ip, at, length, protocol } = transport;
  const version = d.u8(ip) >> 4;
  if (protocol === 6) printTcp(d, transport);
  else if (protocol === 17) printUdp(d, transport);
  else if (protocol === 1 || protocol === 2 || protocol === 58) {
    const needs = protocol === 58 ? 6 : 4;
    if (version !== needs) {
      d.print(`[${{ 1: 'ICMP', 2: 'IGMP', 58: 'ICMPv6' }[protocol]} requires IPv${needs}]`);
      d.invalid();
    } else if (protocol === 1) printIcmp(d, transport);
    else if (protocol === 2) printIgmp(d, at, length);
    else printIcmpv6(d, transport);
  } else if (protocol === 4) printIpv4(d, at, length);
  else if (protocol === 41) printIpv6(d, at, length);
  else if (protocol === 59) d.print('no next header');
  else d.print(` ${protocolName(d, protocol)} ${length}`);
}

/** `address.port`, or the port alone where the header above is not IP's own. */
export function printEnds(d: Dissection, { ip }: Transport, of: 'tcp' | 'udp', from: number, to: number): void {
  const six = d.u8(ip) >> 4 === 6;
  const own = d.u8(ip + (six ? 6 : 9)) === (of === 'tcp' ? 6 : 17);
  const address = (four: number, sixth: number): string => {
    if (!own) return '';
    return `${six ? d.ipv6(ip + sixth) : d.ipv4(ip + four)}.`;
  };
  d.print(`${address(12, 8)}${d.port(of, from)} > ${address(16, 24)}${d.port(of, to)}: `);
}
