import type { NetDevice } from '../../link/device.ts';
import type { DropReason } from '../../trace.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { ANY, isMulticast, LOOPBACK } from './address.ts';
import { forward6 } from './forward6.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { type Packet6, receivePacket6 } from './packet6.ts';

function drop(net: Ipv6Net, device: NetDevice, packet: Uint8Array, reason: DropReason): void {
  net.trace(device, () => ({ kind: 'drop', packet, reason }));
}

/** ipv6_rcv(): takes the payload of an IPv6 frame in; `group` says that the frame was for a group MAC. */
export function ipInput6(net: Ipv6Net, device: NetDevice, payload: Uint8Array, group: boolean): void {
  if (!net.enabled(device)) return;
  const received = receivePacket6(payload);
  if (!received) {
    device.statistics.rxErrors++;
    drop(net, device, payload, 'malformed');
    return;
  }
  received.inDevice = device;
  received.linkGroup = group;
  const packet = net.netfilter.needsWholePackets && received.isFragment ? net.fragments.add(received) : received;
  if (!packet) return;
  const martian = device === net.loopback ? undefined : martianReason(packet);
  if (martian) {
    drop(net, device, packet.bytes, martian);
    return;
  }
  const verdict = net.netfilter.run('PREROUTING', packet);
  if (verdict === 'drop') drop(net, device, packet.bytes, 'netfilter');
  if (verdict === 'accept') routeInput(net, packet, device);
}

/** Addresses that cannot be right on a packet from outside (RFC 4291 §2.5.3, §2.7). */
function martianReason({ source, destination }: Packet6): DropReason | undefined {
  if (isMulticast(source) || source === LOOPBACK) return 'martian-source';
  return destination === LOOPBACK || destination === ANY ? 'martian-destination' : undefined;
}

/** ip6_route_input(): for us, for another, or for nobody here. */
function routeInput(net: Ipv6Net, packet: Packet6, device: NetDevice): void {
  const { destination } = packet;
  const type = net.addresses.typeOf(destination, device === net.loopback ? undefined : device);
  if (type === 'local' || (type === 'multicast' && net.groups.has(device, destination))) deliver(net, packet, device);
  else if (type === 'multicast') drop(net, device, packet.bytes, 'not-for-us');
  else if (net.addresses.find(device, destination)) drop(net, device, packet.bytes, 'not-for-us');
  else forward6(net, packet, device);
}

/** ip6_input(). */
function deliver(net: Ipv6Net, received: Packet6, device: NetDevice): void {
  const packet = received.isFragment ? net.fragments.add(received) : received;
  if (!packet) return;
  const verdict = net.netfilter.run('INPUT', packet);
  if (verdict === 'drop') drop(net, device, packet.bytes, 'netfilter');
  if (verdict !== 'accept') return;
  net.trace(device, () => ({ kind: 'deliver', packet: packet.bytes, protocol: packet.protocol }));
  const raw = net.deliverRaw(packet);
  const protocol = net.protocols.get(packet.protocol);
  if (protocol) protocol.receive(packet);
  else if (!raw && packet.protocol !== PROTOCOL_ICMPV6) drop(net, device, packet.bytes, 'no-protocol');
}
