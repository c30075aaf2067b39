import { ipv6ToBytes } from '../../../kernel/wire/address.ts';
import { FilterError } from './filter-error.ts';
import { and, type FilteredPacket, or, type Test } from './filtered-packet.ts';
import { ETHERNET_PROTOCOLS, type LinkLayer } from './link-layer.ts';

export type Direction = 'src' | 'dst' | 'or' | 'and';

/** What comes before an id: `tcp dst port`. Undefined parts were left out. */
export interface Qualifiers {
  readonly protocol?: string | undefined;
  readonly direction?: Direction | undefined;
  readonly type?: 'host' | 'net' | 'port' | 'portrange' | 'gateway' | 'proto' | undefined;
}

/** IP protocol numbers by the names that are protocols to filters. */
export const IP_PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  igrp: 9,
  udp: 17,
  esp: 50,
  ah: 51,
  icmp6: 58,
  pim: 103,
  vrrp: 112,
  carp: 112,
  sctp: 132,
};
const ONLY_IPV4 = ['icmp', 'igmp', 'igrp', 'vrrp', 'carp'];
const FRAGMENT = 44;
const IPV6_HEADER = 40;
/** LLC service access points, behind a length instead of an EtherType. */
const LLC: Readonly<Record<string, number>> = { stp: 0x42, ipx: 0xe0, netbeui: 0xf0, iso: 0xfe };
const PORT_PROTOCOLS = [6, 17, 132];

export const invalid = (qualifier: string, of: string): FilterError =>
  new FilterError(`'${qualifier}' is not a valid qualifier for '${of}'`);

export function demandAtMost(name: string, value: number, most: number): void {
  if (value > most) throw new FilterError(`${name} ${value} greater than maximum ${most}`);
}

function inDirection(direction: Direction | undefined, source: Test, destination: Test): Test {
  if (direction === 'src') return source;
  if (direction === 'dst') return destination;
  return direction === 'and' ? and(source, destination) : or(source, destination);
}

/** An IPv4 address or network: in IP, ARP and RARP where no protocol is named (gen_host()). */
export function host4(
  link: LinkLayer,
  { protocol, direction }: Qualifiers,
  address: number,
  mask: number,
  context: string,
): Test {
  if (protocol === undefined)
    return or(
      ...['ip', 'arp', 'rarp'].map((each) => host4(link, { protocol: each, direction }, address, mask, context)),
    );
  if (protocol !== 'ip' && protocol !== 'arp' && protocol !== 'rarp') throw invalid(protocol, context);
  const [from, to] = protocol === 'ip' ? [12, 16] : [14, 24];
  const wanted = (address & mask) >>> 0;
  const at = (offset: number): Test => {
    const load = link.load(offset, 4);
    return (packet) => (load(packet) & mask) >>> 0 === wanted;
  };
  return and(link.carries(ETHERNET_PROTOCOLS[protocol] ?? 0), inDirection(direction, at(from), at(to)));
}

/** An IPv6 address or network (gen_host6()). */
export function host6(
  link: LinkLayer,
  { protocol, direction }: Qualifiers,
  address: string,
  prefix: number,
  context: string,
): Test {
  if (protocol !== undefined && protocol !== 'ip6') throw invalid(protocol, context);
  const bytes = [...ipv6ToBytes(address)].slice(0, Math.ceil(prefix / 8));
  const masks = bytes.map((_, i) => (0xff << Math.max(0, 8 * i + 8 - prefix)) & 0xff);
  const at = (offset: number): Test => {
    const start = link.payload + offset;
    return (packet) => bytes.every((byte, i) => ((packet.load(start + i, 1) ^ byte) & (masks[i] ?? 0)) === 0);
  };
  return and(link.carries(ETHERNET_PROTOCOLS.ip6 ?? 0), inDirection(direction, at(8), at(24)));
}

/** A MAC address (gen_mac48host()). */
export function ethernetHost(link: LinkLayer, direction: Direction | undefined, mac: string, keyword: string): Test {
  if (link.type !== 'EN10MB') throw new FilterError(`'${keyword}' not supported on ${link.name}`);
  const groups = mac.split(/[-:.]/);
  const value = groups.reduce((sum, group) => sum * 256 ** (6 / groups.length) + Number.parseInt(group, 16), 0);
  const at =
    (offset: number): Test =>
    (packet) =>
      packet.load(offset, 2) * 2 ** 32 + packet.load(offset + 2, 4) === value;
  return inDirection(direction, at(6), at(0));
}

/** A protocol by its name alone (gen_proto_abbrev()). */
export function protocol(link: LinkLayer, name: string): Test {
  const number = IP_PROTOCOLS[name];
  if (number !== undefined) {
    const within = ONLY_IPV4.includes(name) ? 'ip' : name === 'icmp6' ? 'ip6' : undefined;
    return protocolNumber(link, within, number);
  }
  const etherType = ETHERNET_PROTOCOLS[name];
  if (etherType !== undefined) return link.carries(etherType);
  const point = LLC[name];
  if (point === undefined) throw new FilterError(`'${name}' cannot be used as an abbreviation`);
  if (link.type !== 'EN10MB') return () => false;
  return and(
    (packet) => packet.load(12, 2) <= 1500,
    (packet) => packet.load(14, 1) === point,
  );
}

/** `ip proto N`, `ether proto N` (gen_proto()). */
export function protocolNumber(link: LinkLayer, within: string | undefined, number: number): Test {
  if (within === 'link') return link.carries(number);
  if (within === undefined) return or(protocolNumber(link, 'ip', number), protocolNumber(link, 'ip6', number));
  if (within !== 'ip' && within !== 'ip6') throw invalid(within, 'proto');
  demandAtMost('protocol number', number, 255);
  const next = link.load(within === 'ip' ? 9 : 6, 1);
  const is: Test = (packet) => next(packet) === number;
  const carries = link.carries(ETHERNET_PROTOCOLS[within] ?? 0);
  if (within === 'ip') return and(carries, is);
  const behind = link.load(IPV6_HEADER, 1);
  return and(
    carries,
    or(is, (packet) => next(packet) === FRAGMENT && behind(packet) === number),
  );
}

/** Where the transport's header is in the first fragment of an IPv4 packet; undefined in a later one. */
function transportOf(link: LinkLayer): (packet: FilteredPacket) => number | undefined {
  const { payload } = link;
  return (packet) =>
    (packet.load(payload + 6, 2) & 0x1fff) === 0 ? payload + (packet.load(payload, 1) & 15) * 4 : undefined;
}

/** Loads from what an IPv4 header carries, where it is of this protocol and a first fragment. */
export function transportLoad(link: LinkLayer, number: number) {
  const next = link.load(9, 1);
  const place = transportOf(link);
  const guard: Test = and(
    link.carries(ETHERNET_PROTOCOLS.ip ?? 0),
    (packet) => next(packet) === number && place(packet) !== undefined,
  );
  return { guard, at: (packet: FilteredPacket): number => place(packet) ?? 0 };
}

/** Ports from `low` to `high` (gen_port(), gen_port6(), gen_portrange()). */
export function port(link: LinkLayer, { protocol: of, direction }: Qualifiers, low: number, high: number): Test {
  const numbers = of === undefined ? PORT_PROTOCOLS : [IP_PROTOCOLS[of] ?? 0];
  const [least, most] = low <= high ? [low, high] : [high, low];
  const within = (value: number): boolean => value >= least && value <= most;
  const { payload } = link;
  const [next4, next6] = [link.load(9, 1), link.load(6, 1)];
  const place = transportOf(link);
  const at4 =
    (offset: number): Test =>
    (packet) =>
      within(packet.load((place(packet) ?? 0) + offset, 2));
  const at6 =
    (offset: number): Test =>
    (packet) =>
      within(packet.load(payload + IPV6_HEADER + offset, 2));
  return or(
    and(
      link.carries(ETHERNET_PROTOCOLS.ip6 ?? 0),
      (packet) => numbers.includes(next6(packet)),
      inDirection(direction, at6(0), at6(2)),
    ),
    and(
      link.carries(ETHERNET_PROTOCOLS.ip ?? 0),
      (packet) => numbers.includes(next4(packet)) && place(packet) !== undefined,
      inDirection(direction, at4(0), at4(2)),
    ),
  );
}

export function broadcast(link: LinkLayer, of: string | undefined): Test {
  if (of === undefined || of === 'link') return ethernetHost(link, 'dst', 'ff:ff:ff:ff:ff:ff', 'broadcast');
  if (of !== 'ip') throw invalid(of, 'broadcast');
  // tcpdump does not tell libpcap the netmask unless -f: it is 0, and all of an address is the host's.
  const to = link.load(16, 4);
  return and(link.carries(ETHERNET_PROTOCOLS.ip ?? 0), (packet) => [0, 0xffff_ffff].includes(to(packet)));
}

export function multicast(link: LinkLayer, of: string | undefined): Test {
  if (of === undefined || of === 'link') {
    if (link.type !== 'EN10MB') throw new FilterError(`'multicast' not supported on ${link.name}`);
    return (packet) => (packet.load(0, 1) & 1) === 1;
  }
  if (of !== 'ip' && of !== 'ip6') throw invalid(of, 'multicast');
  const first = link.load(of === 'ip' ? 16 : 24, 1);
  const carries = link.carries(ETHERNET_PROTOCOLS[of] ?? 0);
  return and(carries, (packet) => (of === 'ip' ? (first(packet) & 0xf0) === 0xe0 : first(packet) === 255));
}
