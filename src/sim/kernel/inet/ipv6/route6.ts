import { Errno, type ErrnoCode } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { OutputRoute } from '../ipv4-route.ts';
import type { RefusingType } from '../route-list.ts';
import { ANY, LOOPBACK } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import type { Packet6 } from './packet6.ts';

/** What routes that refuse say (ip6_pkt_prohibit and its kin). */
const ERRORS = {
  blackhole: 'EINVAL',
  unreachable: 'EHOSTUNREACH',
  prohibit: 'EACCES',
  throw: 'ENETUNREACH',
} as const satisfies Record<RefusingType, ErrnoCode>;

/** Where a packet goes (struct rt6_info). */
export interface OutputRoute6 extends OutputRoute<string> {
  /** Not to be heard by the sender itself where it is in the group (IPV6_MULTICAST_LOOP). */
  readonly loops?: false;
}

interface RouteWish6 {
  /** Must be an own address: EINVAL otherwise. */
  readonly source?: string;
  readonly device?: NetDevice;
}

/** ip6_route_output(): the way for a packet made here. Throws ENETUNREACH without one, EINVAL where a link is to be named, EADDRNOTAVAIL without an address to speak from. */
export function routeOutput6(net: Ipv6Net, destination: string, wish: RouteWish6 = {}): OutputRoute6 {
  const target = destination === ANY ? LOOPBACK : destination;
  if (wish.source !== undefined && !net.addresses.isLocal(wish.source)) throw new Errno('EINVAL');
  const type = net.addresses.typeOf(target, wish.device);
  if (type === 'local') return { type, device: net.loopback, nextHop: target, source: wish.source ?? target };
  const found = type === 'multicast' ? undefined : net.routes.find(target, wish.device);
  if (found?.type) throw new Errno(ERRORS[found.type]);
  const device = found?.device ?? wish.device ?? deviceFor(net, type);
  if (!device?.up || !net.enabled(device) || (type === 'unicast' && !found)) {
    net.trace(undefined, () => ({ kind: 'no-route', destination: target }));
    throw new Errno('ENETUNREACH');
  }
  const source = wish.source ?? found?.source ?? net.addresses.select(device, target);
  if (source === undefined) throw new Errno('EADDRNOTAVAIL');
  const nextHop = found?.gateway ?? target;
  net.trace(device, () => ({
    kind: 'route',
    destination: target,
    source,
    type,
    ...(found?.gateway !== undefined && { via: found.gateway }),
  }));
  return { type, device, nextHop, source };
}

/** The first device that groups are reached by: the route ff00::/8 of the `local` table. */
function deviceFor(net: Ipv6Net, type: OutputRoute6['type']): NetDevice | undefined {
  if (type !== 'multicast') return undefined;
  return net.devices.find((device) => device.kind !== 'loopback' && device.up && net.enabled(device));
}

/** The way for a packet that came in for someone else; undefined without one. */
export function routeForward6(net: Ipv6Net, { destination, bytes }: Packet6): OutputRoute6 | undefined {
  const found = net.routes.find(destination);
  if (!found || found.type) {
    net.trace(undefined, () => ({ kind: 'no-route', destination, packet: bytes }));
    return undefined;
  }
  const { device, gateway } = found;
  net.trace(device, () => ({
    kind: 'route',
    destination,
    source: ANY,
    type: 'unicast',
    packet: bytes,
    ...(gateway !== undefined && { via: gateway }),
  }));
  return { type: 'unicast', device, nextHop: gateway ?? destination, source: ANY };
}
