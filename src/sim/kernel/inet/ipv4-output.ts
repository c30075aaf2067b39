import { type ErrnoCode, isErrno } from '../errno.ts';
import type { NetDevice } from '../link/device.ts';
import { BROADCAST, macNumber } from '../link/mac-address.ts';
import { formatIpv4, multicastMac } from '../wire/address.ts';
import { putLong, putWord } from '../wire/bytes.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { fragment } from './fragments.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { type OutputRoute, routeOutput } from './ipv4-route.ts';
import { linkHeader } from './link-header.ts';
import { IPV4_HEADER, Packet } from './packet.ts';

const DONT_FRAGMENT = 0x40;
const MAXIMUM = 65_535;

/** The header of a packet to be sent; addresses as unsigned numbers. */
interface OutputHeader {
  readonly protocol: number;
  readonly destination: number;
  readonly source: number;
  readonly ttl?: number | undefined;
  readonly tos?: number;
  /** Forbid routers to cut it, as sockets do for path MTU discovery; left out where it must be cut here already. */
  readonly dontFragment?: boolean;
}

function build(net: Ipv4Net, header: OutputHeader, payload: Uint8Array, mtu: number): Packet {
  const packet = Packet.blank(IPV4_HEADER + payload.length);
  const { bytes } = packet;
  bytes[0] = 0x45;
  bytes[1] = header.tos ?? 0;
  putWord(bytes, 4, net.nextId());
  if (header.dontFragment && bytes.length <= mtu) bytes[6] = DONT_FRAGMENT;
  bytes[9] = header.protocol;
  putWord(bytes, 2, bytes.length);
  putLong(bytes, 12, header.source);
  putLong(bytes, 16, header.destination);
  bytes.set(payload, IPV4_HEADER);
  packet.ttl = header.ttl ?? net.sysctls.get('ip_default_ttl');
  return packet;
}

/** Sends a packet made here along `route` (ip_send_skb). The result says why it did not leave. */
export function send(
  net: Ipv4Net,
  route: OutputRoute,
  header: OutputHeader,
  payload: Uint8Array,
): ErrnoCode | undefined {
  if (payload.length + IPV4_HEADER > MAXIMUM) return 'EMSGSIZE';
  return localOut(net, build(net, header, payload, route.device.mtu), route);
}

/** Sends a packet that another namespace left to this one, as if it were made here. Without a way it is dropped. */
export function routeOut(net: Ipv4Net, packet: Packet): void {
  try {
    localOut(net, packet, routeOutput(net, packet.destination));
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** ip_local_out(): the OUTPUT hook, another route where it changed the packet, then out. */
function localOut(net: Ipv4Net, packet: Packet, route: OutputRoute): ErrnoCode | undefined {
  packet.outDevice = route.device;
  const { destination, mark } = packet;
  const verdict = net.netfilter.run('OUTPUT', packet);
  if (verdict === 'stolen') return undefined;
  if (verdict === 'drop') return dropped(net, packet);
  if (packet.destination === destination && packet.mark === mark) return output(net, packet, route);
  try {
    return output(net, packet, routeOutput(net, packet.destination, { mark: packet.mark }));
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

/** ip_output(): the POSTROUTING hook, then to the neighbour, in pieces where the device's MTU asks for it. */
export function output(net: Ipv4Net, packet: Packet, route: OutputRoute): ErrnoCode | undefined {
  packet.outDevice = route.device;
  const verdict = net.netfilter.run('POSTROUTING', packet);
  if (verdict === 'stolen') return undefined;
  if (verdict === 'drop') return dropped(net, packet);
  if (packet.length <= route.device.mtu) {
    finish(net, packet, route);
    return undefined;
  }
  const pieces = fragment(packet, route.device.mtu);
  net.trace(route.device, () => ({ kind: 'fragment', packet: packet.bytes, pieces: pieces.length }));
  for (const piece of pieces) finish(net, piece, route);
  return undefined;
}

function dropped(net: Ipv4Net, packet: Packet): ErrnoCode {
  net.trace(packet.outDevice, () => ({ kind: 'drop', packet: packet.bytes, reason: 'netfilter' }));
  return 'EPERM';
}

/** ip_finish_output2(). */
function finish(net: Ipv4Net, packet: Packet, { device, type, nextHop }: OutputRoute): void {
  if (device.kind === 'loopback') transmit(device, 0, packet);
  else if (!device.hasNeighbours) transmit(device, device.macNumber, packet);
  else if (type === 'broadcast') transmit(device, BROADCAST, packet);
  else if (type === 'multicast') transmit(device, macNumber(multicastMac(formatIpv4(nextHop))), packet);
  else net.neighbours.get(device, nextHop).send(packet);
}

function transmit(device: NetDevice, to: number, packet: Packet): void {
  device.transmit(packet.framed(linkHeader(to, device.macNumber, ETHERTYPE_IPV4)));
}
