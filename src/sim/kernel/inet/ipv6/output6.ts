import { type ErrnoCode, isErrno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import { macNumber } from '../../link/mac-address.ts';
import { ipv6ToBytes, multicastMac } from '../../wire/address.ts';
import { ETHERTYPE_IPV6 } from '../../wire/ethernet.ts';
import { allocate } from '../../wire/memory.ts';
import { frameOf } from '../link-header.ts';
import { fragment6 } from './fragments6.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { IPV6_HEADER, Packet6 } from './packet6.ts';
import { type OutputRoute6, routeOutput6 } from './route6.ts';

const MAXIMUM = 65_535;

/** The header of a packet to be sent. */
export interface OutputHeader6 {
  readonly protocol: number;
  readonly destination: string;
  readonly source: string;
  readonly ttl?: number | undefined;
  readonly trafficClass?: number;
}

/** The device's hop limit; groups are for this link unless asked otherwise (IPV6_DEFAULT_MCASTHOPS). */
const hopsTo = (net: Ipv6Net, { type, device }: OutputRoute6): number =>
  type === 'multicast' ? 1 : net.sysctls.of(device.name, 'hop_limit');

function build(header: OutputHeader6, hops: number, payload: Uint8Array): Packet6 {
  const bytes = allocate(IPV6_HEADER + payload.length);
  const { trafficClass = 0, protocol } = header;
  bytes[0] = 0x60 | (trafficClass >> 4);
  bytes[1] = (trafficClass & 0x0f) << 4;
  bytes[4] = payload.length >> 8;
  bytes[5] = payload.length;
  bytes[6] = protocol;
  bytes[7] = hops;
  bytes.set(ipv6ToBytes(header.source), 8);
  bytes.set(ipv6ToBytes(header.destination), 24);
  bytes.set(payload, IPV6_HEADER);
  return new Packet6(bytes);
}

/** Sends a packet made here along `route` (ip6_send_skb). The result says why it did not leave. */
export function send6(
  net: Ipv6Net,
  route: OutputRoute6,
  header: OutputHeader6,
  payload: Uint8Array,
): ErrnoCode | undefined {
  if (payload.length > MAXIMUM) return 'EMSGSIZE';
  return localOut(net, build(header, header.ttl ?? hopsTo(net, route), payload), route);
}

/** ipvlan_process_v6_outbound(): a packet made elsewhere leaves as one made here; without a way it is dropped. */
export function routeOut6(net: Ipv6Net, packet: Packet6): void {
  try {
    localOut(net, packet, routeOutput6(net, packet.destination));
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** ip6_local_out(): the OUTPUT hook, another route where it changed the packet, then out. */
function localOut(net: Ipv6Net, packet: Packet6, route: OutputRoute6): ErrnoCode | undefined {
  packet.outDevice = route.device;
  const { destination, mark } = packet;
  const verdict = net.netfilter.run('OUTPUT', packet);
  if (verdict === 'stolen') return undefined;
  if (verdict === 'drop') return dropped(net, packet);
  if (packet.destination === destination && packet.mark === mark) return output6(net, packet, route);
  try {
    return output6(net, packet, routeOutput6(net, packet.destination));
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

/** ip6_output(): the POSTROUTING hook, then to the neighbour; what was made here is cut to the device's MTU. */
export function output6(net: Ipv6Net, packet: Packet6, route: OutputRoute6): ErrnoCode | undefined {
  const { device, type } = route;
  packet.outDevice = device;
  const verdict = net.netfilter.run('POSTROUTING', packet);
  if (verdict === 'stolen') return undefined;
  if (verdict === 'drop') return dropped(net, packet);
  if (type === 'multicast' && device !== net.loopback && route.loops !== false) loopBack(net, packet, device);
  if (packet.bytes.length <= device.mtu) {
    finish(net, packet, route);
    return undefined;
  }
  const pieces = fragment6(packet, device.mtu, net.nextId());
  net.trace(device, () => ({ kind: 'fragment', packet: packet.bytes, pieces: pieces.length }));
  for (const piece of pieces) finish(net, piece, route);
  return undefined;
}

/** ip6_dev_loopback_xmit(): who sends to a group that it is in hears itself. */
function loopBack(net: Ipv6Net, packet: Packet6, device: NetDevice): void {
  if (!net.groups.has(device, packet.destination)) return;
  const frame = frameOf(device.macNumber, device.macNumber, ETHERTYPE_IPV6, packet.bytes);
  net.environment.clock.after(1, () => device.owner?.input(device, frame));
}

function dropped(net: Ipv6Net, packet: Packet6): ErrnoCode {
  net.trace(packet.outDevice, () => ({ kind: 'drop', packet: packet.bytes, reason: 'netfilter' }));
  return 'EPERM';
}

/** ip6_finish_output2(). */
function finish(net: Ipv6Net, packet: Packet6, { device, type, nextHop }: OutputRoute6): void {
  if (device.kind === 'loopback') transmit(device, 0, packet);
  else if (type === 'multicast') transmit(device, macNumber(multicastMac(nextHop)), packet);
  else if (!device.hasNeighbours) transmit(device, device.macNumber, packet);
  else net.neighbours.get(device, nextHop).send(packet);
}

function transmit(device: NetDevice, to: number, packet: Packet6): void {
  device.transmit(frameOf(to, device.macNumber, ETHERTYPE_IPV6, packet.bytes));
}
