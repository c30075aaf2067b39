import type { NetDevice } from '../../link/device.ts';
import { ipv6ToBytes } from '../../wire/address.ts';
import { ANY } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { localRoutes } from './local-routes.ts';

/** Flags of linux/ipv6_route.h. */
const RTF = { up: 0x1, gateway: 0x2, nonexthop: 0x0020_0000, reject: 0x200, anycast: 0x0010_0000, local: 0x8000_0000 };

interface Line {
  readonly destination: string;
  readonly prefix: number;
  readonly gateway?: string | undefined;
  readonly metric: number;
  readonly flags: number;
  readonly device: NetDevice;
}

const hex = (value: number, width = 8): string => (value >>> 0).toString(16).padStart(width, '0');
const bytes = (address: string): string => Array.from(ipv6ToBytes(address), (byte) => hex(byte, 2)).join('');

function text({ destination, prefix, gateway = ANY, metric, flags, device }: Line): string {
  const to = `${bytes(destination)} ${hex(prefix, 2)} ${bytes(ANY)} 00 ${bytes(gateway)}`;
  return `${to} ${hex(metric)} ${hex(1)} ${hex(0)} ${hex(flags)} ${device.name.padStart(8)}\n`;
}

const FLAGS = {
  local: RTF.up | RTF.nonexthop | RTF.local,
  anycast: RTF.up | RTF.nonexthop | RTF.anycast,
  multicast: RTF.up,
} as const;

/** /proc/net/ipv6_route (net/ipv6/route.c); its use counts are not kept. */
export function procNetIpv6Route({ ipv6 }: { readonly ipv6: Ipv6Net }): string {
  const main = ipv6.routes.list.map(({ gateway, ...route }) => {
    const leads = RTF.up | (gateway === undefined ? 0 : RTF.gateway);
    const flags = route.type === undefined ? leads : RTF.nonexthop | RTF.reject;
    return { ...route, gateway, flags };
  });
  const none = { destination: ANY, prefix: 0, metric: 0xffff_ffff, flags: RTF.nonexthop | RTF.reject };
  const local = localRoutes(ipv6).map((route) => ({ ...route, flags: FLAGS[route.type] }));
  const absent = { ...none, device: ipv6.loopback };
  // Without a default route the table's root has this one.
  const root = main.some(({ prefix }) => prefix === 0) ? [] : [absent];
  return [...main, ...root, ...local, absent].map(text).join('');
}
