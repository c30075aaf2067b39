import type { NetDevice } from '../../link/device.ts';
import type { RouteInfo } from '../../netlink.ts';
import { ipv6NetworkOf } from '../../wire/address.ts';
import { bitsOf } from './address.ts';
import { CONNECTED_METRIC } from './autoconfiguration.ts';
import type { Ipv6Net } from './ipv6-net.ts';

/** A route of the `local` table: what an own address, or a device that is up, makes by itself. */
export interface LocalRoute {
  readonly type: 'local' | 'anycast' | 'multicast';
  readonly destination: string;
  readonly prefix: number;
  readonly metric: number;
  readonly device: NetDevice;
}

/** What the `local` table has: own addresses, the routers' anycast addresses where a device forwards (RFC 4291 §2.6.1), then groups. */
export function localRoutes(net: Ipv6Net): LocalRoute[] {
  const { devices, addresses, sysctls } = net;
  const used = devices.filter((device) => device.up && net.enabled(device));
  const own = used
    .flatMap((device) => addresses.of(device))
    .filter(({ tentative }) => !tentative)
    .flatMap(({ address, prefix, device }) => {
      const route = { prefix: 128, metric: 0, device };
      const forwards = sysctls.of(device.name, 'forwarding') !== 0 && prefix < 127;
      return [
        { ...route, type: 'local' as const, destination: address },
        ...(forwards ? [{ ...route, type: 'anycast' as const, destination: ipv6NetworkOf(address, prefix) }] : []),
      ];
    })
    .sort((a, b) => compare(bitsOf(a.destination), bitsOf(b.destination)));
  const groups = used
    .filter(({ kind }) => kind !== 'loopback')
    .map((device) => ({
      ...{ type: 'multicast' as const, destination: 'ff00::', prefix: 8, metric: CONNECTED_METRIC, device },
    }));
  return [...own, ...groups];
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The `local` table as RTM_GETROUTE tells it. */
export const localRouteInfos = (net: Ipv6Net): RouteInfo[] =>
  localRoutes(net).map(({ device, ...route }) => ({
    ...route,
    device: device.name,
    scope: 'global',
    protocol: 'kernel',
    ...(route.prefix < 128 && device.operstate === 'DOWN' && { linkdown: true }),
  }));
