import type { Dissection, Transport } from './dissection.ts';
import { printIcmp } from './icmp.ts';
import { printIcmpv6 } from './icmpv6.ts';
import { printIgmp } from './igmp.ts';
import { protocolName } from './protocols.ts';
import { printTcp } from './tcp.ts';
import { printUdp } from './udp.ts';

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
  } else if (protocol === 4) d.printers.ipv4(d, at, length);
  else if (protocol === 41) d.printers.ipv6(d, at, length);
  else if (protocol === 59) d.print('no next header');
  else d.print(` ${protocolName(d, protocol)} ${length}`);
}
