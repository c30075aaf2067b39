import type { AddressInfo, RouteInfo } from '../../netlink.ts';
import type { Ipv6Address } from './address-list.ts';
import type { Route6 } from './routing-table6.ts';

/** An address as RTM_GETADDR tells it. */
export const addressInfo = (entry: Ipv6Address): AddressInfo => ({
  device: entry.device.name,
  family: 'inet6',
  address: entry.address,
  prefix: entry.prefix,
  scope: entry.scope,
  ...(entry.automatic && { automatic: true }),
  ...(entry.nodad && { nodad: true }),
  ...(entry.tentative && { tentative: true }),
  ...(entry.failed && { failed: true }),
});

/** A route as RTM_GETROUTE tells it. */
export const routeInfo = ({
  destination,
  prefix,
  gateway,
  device,
  source,
  protocol,
  metric,
  type,
}: Route6): RouteInfo => ({
  destination,
  prefix,
  device: device.name,
  scope: 'global',
  protocol,
  metric,
  ...(type && { type }),
  ...(gateway !== undefined && { gateway }),
  ...(source !== undefined && { source }),
  ...(device.operstate === 'DOWN' && { linkdown: true }),
});
