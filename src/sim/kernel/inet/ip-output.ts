import type { ErrnoCode } from '../errno.ts';
import type { NetDevice } from '../link/device.ts';
import type { SocketOptions } from '../socket.ts';
import { ICMP_UNREACHABLE } from '../wire/icmp.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { sendIcmpError } from './icmp-error.ts';
import type { IpPacket } from './ip-packet.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { send } from './ipv4-output.ts';
import { type OutputRoute, routeOutput } from './ipv4-route.ts';
import { isScoped } from './ipv6/address.ts';
import { ICMPV6_UNREACHABLE, sendIcmpv6Error } from './ipv6/icmpv6-error.ts';
import type { Ipv6Net } from './ipv6/ipv6-net.ts';
import { send6 } from './ipv6/output6.ts';
import { Packet6 } from './ipv6/packet6.ts';
import { type OutputRoute6, routeOutput6 } from './ipv6/route6.ts';
import { IPV4_HEADER, Packet } from './packet.ts';

/** Both families of one namespace: what transports speak over. */
export interface IpNet extends Ipv4Net {
  readonly ipv6: Ipv6Net;
}

/** Where a packet of either family goes. */
export type IpOutputRoute = OutputRoute | OutputRoute6;

interface IpHeader {
  readonly protocol: number;
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly ttl?: number | undefined;
  readonly tos?: number | undefined;
  readonly pathMtu?: SocketOptions['pathMtu'];
}

interface IpWish {
  readonly source?: IpAddress | undefined;
  readonly device?: NetDevice | undefined;
}

/** The way to an address of either family for a packet made here. Throws as {@link routeOutput} and {@link routeOutput6}. */
export function routeTo(net: IpNet, destination: IpAddress, { source, device }: IpWish = {}): IpOutputRoute {
  if (typeof destination === 'number')
    return routeOutput(net, destination, { device, source: typeof source === 'number' ? source : undefined });
  const through = device && { device };
  return routeOutput6(net.ipv6, destination, { ...through, ...(typeof source === 'string' && { source }) });
}

/** Sends a packet, which unless told otherwise must not be cut on its way, along `route`, which is of its family. The result says why it did not leave. */
export function sendAlong(
  net: IpNet,
  route: IpOutputRoute,
  header: IpHeader,
  payload: Uint8Array,
): ErrnoCode | undefined {
  const { protocol, source, destination, ttl, tos, pathMtu } = header;
  if (typeof source === 'number' && typeof destination === 'number') {
    if (pathMtu === 'do' && IPV4_HEADER + payload.length > route.device.mtu) return 'EMSGSIZE';
    const dontFragment = pathMtu !== 'dont';
    return send(net, route as OutputRoute, { protocol, source, destination, ttl, tos, dontFragment }, payload);
  }
  if (typeof source === 'string' && typeof destination === 'string')
    return send6(net.ipv6, route as OutputRoute6, { protocol, source, destination, ttl }, payload);
  return 'EAFNOSUPPORT';
}

/** What an address is to this namespace. */
export const typeOfAddress = (net: IpNet, address: IpAddress): OutputRoute['type'] =>
  typeof address === 'number' ? net.addresses.typeOf(address) : net.ipv6.addresses.typeOf(address);

/** The device that answers to a packet must leave by, where its sender's address means something on one link only. */
export const linkOf = ({ source, inDevice }: IpPacket): NetDevice | undefined =>
  typeof source === 'string' && isScoped(source) && inDevice?.kind !== 'loopback' ? inDevice : undefined;

/** Tells the sender of a packet that nobody listens at its port. */
export function refusePort(net: IpNet, packet: IpPacket): void {
  if (packet instanceof Packet)
    sendIcmpError(net, packet, { type: 'destination-unreachable', code: ICMP_UNREACHABLE.port });
  else if (packet instanceof Packet6)
    sendIcmpv6Error(net.ipv6, packet, { type: 'destination-unreachable', code: ICMPV6_UNREACHABLE.port });
}
