import { arrive, trail } from '../flow/trail.ts';
import { ETHERNET_HEADER, type NetDevice } from '../link/device.ts';
import type { DropReason } from '../trace.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { ICMP_UNREACHABLE } from '../wire/icmp.ts';
import { isLoopback, isMulticast, LIMITED_BROADCAST } from './address-table.ts';
import { sendIcmpError } from './icmp-error.ts';
import { forward } from './ipv4-forward.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { frameOf } from './link-header.ts';
import { Packet, receivePacket } from './packet.ts';

function drop(net: Ipv4Net, device: NetDevice, packet: Uint8Array, reason: DropReason): void {
  net.trace(device, () => ({ kind: 'drop', packet, reason }));
}

/** ip_rcv(): takes the packet in an IPv4 frame in; `group` says that the frame was for a group MAC. */
export function ipInput(net: Ipv4Net, device: NetDevice, frame: Uint8Array, group: boolean): void {
  const received = receivePacket(frame, ETHERNET_HEADER);
  if (!received) {
    device.statistics.rxErrors++;
    drop(net, device, frame.subarray(ETHERNET_HEADER), 'malformed');
    return;
  }
  trail?.verify();
  received.inDevice = device;
  received.frame = frame;
  received.linkGroup = group;
  const packet = net.netfilter.needsWholePackets && received.isFragment ? net.fragments.add(received) : received;
  if (!packet) return;
  const verdict = net.netfilter.run('PREROUTING', packet);
  if (verdict === 'drop') drop(net, device, packet.bytes, 'netfilter');
  if (verdict !== 'accept') return;
  device.prerouted(packet);
  routeInput(net, packet, device);
}

/** ip_route_input_slow(): for us, for another, or for nobody. */
function routeInput(net: Ipv4Net, packet: Packet, device: NetDevice): void {
  const martian = device === net.loopback ? undefined : martianReason(net, packet, device);
  if (martian) {
    drop(net, device, packet.bytes, martian);
    return;
  }
  const receiver = device.handler?.localReceiver?.(packet.destination);
  if (receiver) {
    handOver(net, packet, receiver);
    return;
  }
  switch (net.addresses.typeOf(packet.destination)) {
    case 'local':
    case 'broadcast':
      deliver(net, packet, device);
      return;
    case 'unicast':
      forward(net, packet, device);
      return;
    case 'multicast':
      drop(net, device, packet.bytes, 'not-for-us');
  }
}

/** Addresses that cannot be right on a packet from outside (RFC 1812 §5.3.7, fib_validate_source). */
function martianReason(net: Ipv4Net, packet: Packet, device: NetDevice): DropReason | undefined {
  const { source, destination } = packet;
  const localnet = net.sysctls.most(device.name, 'route_localnet') !== 0;
  if (isMulticast(source) || source === LIMITED_BROADCAST) return 'martian-source';
  if (isLoopback(source) && !localnet) return 'martian-source';
  if (isLoopback(destination) && !localnet) return 'martian-destination';
  if (destination === 0) return 'martian-destination';
  if (source === 0) return destination === LIMITED_BROADCAST ? undefined : 'martian-source';
  if (net.addresses.isLocal(source)) return 'martian-source';
  return failsReversePath(net, source, device) ? 'martian-source' : undefined;
}

/** rp_filter (RFC 3704): 1 asks that the way back is the way it came, 2 that there is one. */
function failsReversePath(net: Ipv4Net, source: number, device: NetDevice): boolean {
  const mode = net.sysctls.most(device.name, 'rp_filter');
  if (mode === 0) return false;
  const back = net.routes.find(source);
  return back === undefined || (mode === 1 && back.device !== device);
}

/** ipvlan_nf_input(): what is for an address behind another device goes there, if INPUT lets it. */
function handOver(net: Ipv4Net, packet: Packet, receiver: NetDevice): void {
  const verdict = net.netfilter.run('INPUT', packet);
  if (verdict === 'drop') drop(net, receiver, packet.bytes, 'netfilter');
  if (verdict !== 'accept') return;
  receiver.receive(frameOf(receiver.macNumber, receiver.macNumber, ETHERTYPE_IPV4, packet.bytes));
}

/** ip_local_deliver(). */
function deliver(net: Ipv4Net, received: Packet, device: NetDevice): void {
  const packet = received.isFragment ? net.fragments.add(received) : received;
  if (!packet) return;
  const verdict = net.netfilter.run('INPUT', packet);
  if (verdict === 'drop') drop(net, device, packet.bytes, 'netfilter');
  if (verdict !== 'accept') return;
  if (trail !== undefined) learn(net, packet, device);
  net.trace(device, () => ({ kind: 'deliver', packet: packet.bytes, protocol: packet.protocol }));
  handUp(net, packet, device);
}

/** The packet is for us: so are the others of its flow. */
function learn(net: Ipv4Net, { connection }: Packet, device: NetDevice): void {
  arrive((frame) => {
    const packet = new Packet(frame, ETHERNET_HEADER, frame.length - ETHERNET_HEADER, false);
    packet.inDevice = device;
    packet.frame = frame;
    packet.connection = connection;
    handUp(net, packet, device);
  });
}

/** ip_protocol_deliver_rcu(). */
function handUp(net: Ipv4Net, packet: Packet, device: NetDevice): void {
  const raw = net.deliverRaw(packet);
  const protocol = net.protocols.get(packet.protocol);
  if (protocol) protocol.receive(packet);
  else if (!raw) {
    drop(net, device, packet.bytes, 'no-protocol');
    sendIcmpError(net, packet, { type: 'destination-unreachable', code: ICMP_UNREACHABLE.protocol });
  }
}
