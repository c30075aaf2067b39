import { type ErrnoCode, isErrno } from '../errno.ts';
import { arrive, setOut, trail } from '../flow/trail.ts';
import { ETHERNET_HEADER, type NetDevice } from '../link/device.ts';
import { BROADCAST, macNumber } from '../link/mac-address.ts';
import { formatIpv4, multicastMac } from '../wire/address.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { fragment } from './fragments.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { type OutputRoute, routeOutput } from './ipv4-route.ts';
import { linkHeader } from './link-header.ts';
import { IPV4_HEADER, Packet } from './packet.ts';

const MAXIMUM = 65_535;

/** The header of a packet to be sent; addresses as unsigned numbers. */
interface OutputHeader {
  readonly protocol: number;
  readonly destination: number;
  readonly source: number;
  readonly ttl?: number | undefined;
  readonly tos?: number | undefined;
  /** Forbid routers to cut it, as sockets do for path MTU discovery; left out where it must be cut here already. */
  readonly dontFragment?: boolean;
}

/** A packet to be sent along `route` (ip_make_skb), with a copy of `payload`, or of that packet's. */
export function makePacket(
  net: Ipv4Net,
  route: OutputRoute,
  header: OutputHeader,
  payload: Uint8Array | Packet,
): Packet {
  const size = payload instanceof Packet ? payload.length - payload.headerLength : payload.length;
  const whole = IPV4_HEADER + size <= route.device.mtu;
  return Packet.make(
    {
      tos: header.tos ?? 0,
      id: net.nextId(),
      dontFragment: (header.dontFragment ?? false) && whole,
      ttl: header.ttl ?? net.sysctls.get('ip_default_ttl'),
      protocol: header.protocol,
      source: header.source,
      destination: header.destination,
    },
    payload,
  );
}

/** Makes a packet and sends it along `route`. The result says why it did not leave. */
export function send(
  net: Ipv4Net,
  route: OutputRoute,
  header: OutputHeader,
  payload: Uint8Array,
): ErrnoCode | undefined {
  if (payload.length + IPV4_HEADER > MAXIMUM) return 'EMSGSIZE';
  return sendPacket(net, makePacket(net, route, header, payload), route);
}

/** Sends a packet that another namespace left to this one, as if it were made here. Without a way it is dropped. */
export function routeOut(net: Ipv4Net, packet: Packet): void {
  try {
    sendPacket(net, packet, routeOutput(net, packet.destination));
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** ip_send_skb(): by the way that packets of its flow go along `route`, where that is known. */
export function sendPacket(net: Ipv4Net, packet: Packet, route: OutputRoute): ErrnoCode | undefined {
  const { flows: table, environment } = net;
  const { buffer: bytes, start: at } = packet;
  const flow = table.find(bytes, at);
  const link = flow?.link;
  if (link && flow.valid && flow.origin === route && flow.take(packet.framed(link))) return undefined;
  const learning = setOut({ table, environment, bytes, at, origin: route });
  const failure = localOut(net, packet, route);
  if (learning) arrive();
  return failure;
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
  trail?.limit(route.device.mtu + ETHERNET_HEADER);
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
  trail?.lose();
  device.transmit(packet.framed(linkHeader(to, device.macNumber, ETHERTYPE_IPV4)));
}
