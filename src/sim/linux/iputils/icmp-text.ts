import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, type IcmpError } from '../../kernel/wire/icmp.ts';
import type { Icmpv6Error } from '../../kernel/wire/icmpv6.ts';

const UNREACHABLE: Readonly<Record<number, string>> = {
  [ICMP_UNREACHABLE.net]: 'Destination Net Unreachable',
  [ICMP_UNREACHABLE.host]: 'Destination Host Unreachable',
  [ICMP_UNREACHABLE.protocol]: 'Destination Protocol Unreachable',
  [ICMP_UNREACHABLE.port]: 'Destination Port Unreachable',
  [ICMP_UNREACHABLE.netProhibited]: 'Destination Net Prohibited',
  [ICMP_UNREACHABLE.hostProhibited]: 'Destination Host Prohibited',
  [ICMP_UNREACHABLE.adminProhibited]: 'Packet filtered',
};

/** What ping says of an ICMP error (iputils' pr_icmph). */
export function icmpErrorText({ type, code, mtu }: IcmpError): string {
  if (type === 'time-exceeded')
    return code === ICMP_TIME_EXCEEDED.ttl ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  if (code === ICMP_UNREACHABLE.fragmentationNeeded) return `Frag needed and DF set (mtu = ${mtu})`;
  return UNREACHABLE[code] ?? `Dest Unreachable, Bad Code: ${code}`;
}

const UNREACHABLE6 = [
  'No route',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
];

/** The same of ICMPv6 (ping6_common.c, print_icmp). */
export function icmpv6ErrorText({ type, code, mtu }: Icmpv6Error): string {
  if (type === 'packet-too-big') return `Packet too big: mtu=${mtu}`;
  if (type === 'time-exceeded')
    return `Time exceeded: ${code === 0 ? 'Hop limit' : code === 1 ? 'Defragmentation failure' : `code ${code}`}`;
  return `Destination unreachable: ${UNREACHABLE6[code] ?? `Unknown code ${code}`}`;
}
