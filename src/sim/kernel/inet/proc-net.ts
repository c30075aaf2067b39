import type { AddressInfo, LinkInfo, NeighbourInfo, Netlink, RouteInfo } from '../netlink.ts';
import { ipv4ToBytes, ipv6ToBytes, prefixToMask } from '../wire/address.ts';

const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const DEV_HEAD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const DEV_WIDTHS = [7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10];

function devLine({ name, statistics: s }: LinkInfo): string {
  const received = [s.rxBytes, s.rxPackets, s.rxErrors, s.rxDropped, 0, 0, 0, 0];
  const sent = [s.txBytes, s.txPackets, s.txErrors, s.txDropped, 0, 0, 0, 0];
  const columns = [...received, ...sent].map((value, i) => `${value}`.padStart(DEV_WIDTHS[i] ?? 0));
  return `${name.padStart(6)}: ${columns.join(' ')}\n`;
}

/** /proc/net/dev (net/core/net-procfs.c). */
export const procNetDev = (netlink: Netlink): string => DEV_HEAD + netlink.links().map(devLine).join('');

const ARP_HEAD = 'IP address       HW type     Flags       HW address            Mask     Device\n';
const COMPLETE = '0x2';
const SET_BY_HAND = '0x6';
const UNKNOWN = '0x0';

function arpLine({ address, lladdr, device, state }: NeighbourInfo): string {
  const known = state === 'PERMANENT' ? SET_BY_HAND : COMPLETE;
  const flags = state === 'INCOMPLETE' || state === 'FAILED' ? UNKNOWN : known;
  const mac = lladdr ?? '00:00:00:00:00:00';
  return `${address.padEnd(16)} ${'0x1'.padEnd(12)}${flags.padEnd(12)}${mac.padEnd(17)}     *        ${device}\n`;
}

/** /proc/net/arp (net/ipv4/arp.c). */
export const procNetArp = (netlink: Netlink): string => ARP_HEAD + netlink.neighbours().map(arpLine).join('');

const ROUTE_WIDTH = 127;
const ROUTE_HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const RTF_UP = 1;
const RTF_GATEWAY = 2;
const RTF_HOST = 4;

/** As a little-endian machine prints a __be32. */
const address = (dotted: string): string => hex(ipv4ToBytes(dotted).reverse()).toUpperCase();

function routeLine({ device, destination, prefix, gateway, metric }: RouteInfo): string {
  const flags = RTF_UP | (gateway === undefined ? 0 : RTF_GATEWAY) | (prefix === 32 ? RTF_HOST : 0);
  const to = [address(destination), address(gateway ?? '0.0.0.0'), flags.toString(16).toUpperCase().padStart(4, '0')];
  return [device, ...to, 0, 0, metric, address(prefixToMask(prefix)), 0, 0, 0].join('\t');
}

/** /proc/net/route (net/ipv4/fib_trie.c). */
export const procNetRoute = (netlink: Netlink): string =>
  [ROUTE_HEAD, ...netlink.routes().map(routeLine)].map((line) => `${line.padEnd(ROUTE_WIDTH)}\n`).join('');

const SCOPES = { global: '00', link: '20', host: '10' } as const;
/** IFA_F_* of linux/if_addr.h. */
const FLAGS = { nodad: 0x02, failed: 0x08, tentative: 0x40, permanent: 0x80 } as const;

function flagsOf(entry: AddressInfo): string {
  const { nodad, failed, tentative } = entry;
  const bits = [nodad && FLAGS.nodad, failed && FLAGS.failed, tentative && FLAGS.tentative];
  return bits.reduce<number>((sum, bit) => sum | (bit || 0), FLAGS.permanent).toString(16);
}

/** /proc/net/if_inet6 (net/ipv6/addrconf.c). */
export function procNetIfInet6(netlink: Netlink): string {
  const indexes = new Map(netlink.links().map((link) => [link.name, link.index]));
  return netlink
    .addresses()
    .filter((entry) => entry.family === 'inet6')
    .map((entry) => {
      const numbers = [indexes.get(entry.device) ?? 0, entry.prefix];
      const columns = [hex(ipv6ToBytes(entry.address)), ...numbers.map((n) => n.toString(16).padStart(2, '0'))];
      return `${[...columns, SCOPES[entry.scope], flagsOf(entry), entry.device.padStart(8)].join(' ')}\n`;
    })
    .join('');
}
