import { Errno } from '../../errno.ts';
import type { RouteAnswer, RouteQuery } from '../../netlink.ts';
import { bytesToIpv6, parseIpv6 } from '../../wire/address.ts';
import { TABLE_LOCAL } from '../policy-routing.ts';
import { CONNECTED_METRIC } from './autoconfiguration.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { routeOutput6 } from './route6.ts';

/** Throws EINVAL for what is no IPv6 address. */
export function ipv6Of(text: string): string {
  const bytes = parseIpv6(text);
  if (bytes === undefined) throw new Errno('EINVAL');
  return bytesToIpv6(bytes);
}

/** How a packet would be sent (inet6_rtm_getroute). Throws as {@link routeOutput6}, and what refusing routes say. */
export function lookUp6(net: Ipv6Net, query: RouteQuery): RouteAnswer {
  const destination = ipv6Of(query.destination);
  const device = net.devices.find(({ name }) => name === (query.outDevice ?? query.inDevice));
  const { type, source, ...route } = routeOutput6(net, destination, {
    ...(query.source !== undefined && { source: ipv6Of(query.source) }),
    ...(device && { device }),
  });
  const shared = { type, source, protocol: 'kernel' } as const;
  if (type === 'local') {
    const owner = net.devices.find((each) => net.addresses.find(each, destination)) ?? route.device;
    return { ...shared, device: owner.name, table: TABLE_LOCAL, metric: 0 };
  }
  const { name } = route.device;
  if (type === 'multicast') return { ...shared, device: name, table: TABLE_LOCAL, metric: CONNECTED_METRIC };
  const found = net.routes.find(destination, device);
  return {
    ...{ type, source, device: name },
    ...(found && { protocol: found.protocol, metric: found.metric }),
    ...(found?.gateway !== undefined && { gateway: found.gateway }),
  };
}
