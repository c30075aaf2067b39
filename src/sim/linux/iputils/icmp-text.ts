import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, type IcmpError } from '../../kernel/wire/icmp.ts';

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
