import { Errno } from '../errno.ts';
import { flowEpoch } from '../flow/flow.ts';
import type { NetDevice } from '../link/device.ts';
import { formatIpv4 } from '../wire/address.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { LIMITED_BROADCAST, LOOPBACK_ADDRESS } from './address-table.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import type { Packet } from './packet.ts';

/** Where a packet goes (struct rtable). */
export interface OutputRoute<A extends IpAddress = number> {
  readonly type: 'unicast' | 'local' | 'broadcast' | 'multicast';
  readonly device: NetDevice;
  /** The neighbour to hand it to: the gateway, or the destination itself. */
  readonly nextHop: A;
  /** The source address to use where the sender named none. */
  readonly source: A;
}

interface RouteWish {
  /** Must be an own address: EINVAL otherwise. */
  readonly source?: number | undefined;
  readonly device?: NetDevice | undefined;
  readonly mark?: number;
}

/** A route that was found, and for which source. */
export interface CachedRoute {
  readonly epoch: number;
  readonly source: number | undefined;
  readonly route: OutputRoute;
}

/** Who has more than this loses all of them. */
const MOST_CACHED = 256;
const NO_WISH: RouteWish = {};

/**
 * ip_route_output_key(): the way for a packet made here, the same object again until something changes. Throws ENETUNREACH
 * without one, EINVAL for a foreign source.
 */
export function routeOutput(net: Ipv4Net, destination: number, wish: RouteWish = NO_WISH): OutputRoute {
  const { source, device, mark } = wish;
  if (device !== undefined || mark !== undefined || net.environment.trace.active) return find(net, destination, wish);
  const key = destination | 0;
  const cached = net.cachedRoutes.get(key);
  if (cached !== undefined && cached.epoch === flowEpoch() && cached.source === source) return cached.route;
  const route = find(net, destination, wish);
  if (net.cachedRoutes.size >= MOST_CACHED) net.cachedRoutes.clear();
  net.cachedRoutes.set(key, { epoch: flowEpoch(), source, route });
  return route;
}

function find(net: Ipv4Net, destination: number, wish: RouteWish): OutputRoute {
  if (wish.source !== undefined && !net.addresses.isLocal(wish.source)) throw new Errno('EINVAL');
  const target = destination === 0 ? LOOPBACK_ADDRESS : destination;
  const type = net.addresses.typeOf(target);
  if (type === 'local') {
    return { type, device: net.loopback, nextHop: target, source: wish.source ?? net.addresses.localSource(target) };
  }
  const found = net.policy.find(target, wish);
  const device = found?.device ?? wish.device ?? onlyDeviceOf(net, target, wish.source);
  if (!device?.up) {
    net.trace(undefined, () => ({ kind: 'no-route', destination: formatIpv4(target) }));
    throw new Errno('ENETUNREACH');
  }
  const source = wish.source ?? found?.source ?? net.addresses.select(device, found?.gateway ?? target) ?? 0;
  const nextHop = type === 'unicast' ? (found?.gateway ?? target) : target;
  traceRoute(net, device, target, found?.gateway, source, type);
  return { type, device, nextHop, source };
}

/** A bound socket's broadcasts leave by the device that has its address, with or without a route. */
function onlyDeviceOf(net: Ipv4Net, target: number, source: number | undefined): NetDevice | undefined {
  if (target !== LIMITED_BROADCAST || source === undefined) return undefined;
  return net.addresses.list.find((entry) => entry.address === source)?.device;
}

/** The way for a packet that came in for someone else; undefined without one. Throws as {@link PolicyRouting.find}. */
export function routeForward(net: Ipv4Net, packet: Packet): OutputRoute | undefined {
  const { destination } = packet;
  const found = net.policy.find(destination, packet);
  if (!found) {
    net.trace(undefined, () => ({ kind: 'no-route', destination: formatIpv4(destination), packet: packet.bytes }));
    return undefined;
  }
  traceRoute(net, found.device, destination, found.gateway, 0, 'unicast', packet);
  return { type: 'unicast', device: found.device, nextHop: found.gateway ?? destination, source: 0 };
}

function traceRoute(
  net: Ipv4Net,
  device: NetDevice,
  destination: number,
  gateway: number | undefined,
  source: number,
  type: OutputRoute['type'],
  packet?: Packet,
): void {
  net.trace(device, () => ({
    kind: 'route',
    destination: formatIpv4(destination),
    source: formatIpv4(source),
    type,
    ...(gateway !== undefined && { via: formatIpv4(gateway) }),
    ...(packet && { packet: packet.bytes }),
  }));
}
