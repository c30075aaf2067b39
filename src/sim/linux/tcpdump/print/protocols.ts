import type { Dissection } from './dissection.ts';

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
