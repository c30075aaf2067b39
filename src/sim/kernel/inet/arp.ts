import type { NetDevice } from '../link/device.ts';
import { BROADCAST, macNumber, macText } from '../link/mac-address.ts';
import { formatIpv4, parseIpv4 } from '../wire/address.ts';
import { type ArpPacket, emitArp, parseArp } from '../wire/arp.ts';
import { long } from '../wire/bytes.ts';
import { ETHERTYPE_ARP } from '../wire/ethernet.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { frameOf } from './link-header.ts';
import type { Neighbour } from './neighbour.ts';
import type { Packet } from './packet.ts';

export type ArpEntry = Neighbour<number, Packet>;

const NO_MAC = '00:00:00:00:00:00';

function send(device: NetDevice, to: number, packet: ArpPacket): void {
  device.transmit(frameOf(to, device.macNumber, ETHERTYPE_ARP, emitArp(packet)));
}

/** arp_solicit(): « who has »; in the name of the waiting packet's source where that is ours (arp_announce 0). */
export function solicit(net: Ipv4Net, entry: ArpEntry, waiting: Packet | undefined, unicast: boolean): void {
  const { device, address } = entry;
  const own = waiting && net.addresses.isLocal(waiting.source) ? waiting.source : undefined;
  const source = own ?? net.addresses.select(device, address);
  if (source === undefined) return;
  const target = formatIpv4(address);
  net.trace(device, () => ({
    kind: 'neighbour-ask',
    address: target,
    unicast,
    ...(waiting && { packet: waiting.bytes }),
  }));
  send(device, unicast ? (entry.mac ?? BROADCAST) : BROADCAST, {
    operation: 'request',
    senderMac: device.mac,
    senderIp: formatIpv4(source),
    targetMac: NO_MAC,
    targetIp: target,
  });
}

/** A gratuitous request: tells all neighbours where `address` is (RFC 5227 §3). */
export function announce(device: NetDevice, address: number): void {
  const own = formatIpv4(address);
  const packet = {
    operation: 'request',
    senderMac: device.mac,
    senderIp: own,
    targetMac: NO_MAC,
    targetIp: own,
  } as const;
  send(device, BROADCAST, packet);
}

const SENDER_IP = 14;
const TARGET_IP = 24;

/** Is it about an own address, or from a known neighbour? Most that is asked of all is not, and is not read further. */
const concerns = ({ addresses, neighbours }: Ipv4Net, device: NetDevice, payload: Uint8Array): boolean =>
  addresses.isLocal(long(payload, TARGET_IP)) || neighbours.find(device, long(payload, SENDER_IP)) !== undefined;

/** arp_rcv() and arp_process(): answers for own addresses, whichever device they are on unless `arp_ignore` says otherwise, and learns. */
export function arpInput(net: Ipv4Net, device: NetDevice, payload: Uint8Array, group: boolean): void {
  const packet = concerns(net, device, payload) ? parseArp(payload) : undefined;
  if (!packet || !device.hasNeighbours) return;
  const sender = parseIpv4(packet.senderIp) ?? 0;
  const target = parseIpv4(packet.targetIp) ?? 0;
  const mac = macNumber(packet.senderMac);
  if (packet.operation === 'request' && net.addresses.isLocal(target)) {
    if (sender === target || net.addresses.isLocal(sender) || ignores(net, device, sender, target)) return;
    if (sender !== 0) learn(net, device, sender, mac);
    answer(net, device, packet, mac);
    return;
  }
  update(net, device, packet, group);
}

/** arp_ignore(): 1 wants the address to be the device's own, 2 the sender in its subnet too; 8 answers nobody. */
function ignores(net: Ipv4Net, device: NetDevice, sender: number, target: number): boolean {
  const level = net.sysctls.most(device.name, 'arp_ignore');
  if (level === 0 || level > 2) return level === 8;
  const own = net.addresses.of(device).find(({ address }) => address === target);
  return own === undefined || (level === 2 && ((sender ^ target) & own.mask) !== 0);
}

function answer(net: Ipv4Net, device: NetDevice, request: ArpPacket, to: number): void {
  net.trace(device, () => ({ kind: 'neighbour-answer', address: request.targetIp, to: request.senderIp }));
  send(device, to, {
    operation: 'reply',
    senderMac: device.mac,
    senderIp: request.targetIp,
    targetMac: request.senderMac,
    targetIp: request.senderIp,
  });
}

/** neigh_event_ns(): who asks for us makes itself known. */
function learn(net: Ipv4Net, device: NetDevice, sender: number, mac: number): void {
  const entry = net.neighbours.get(device, sender);
  if (entry.update(mac, false, true)) traceKnown(net, entry, mac);
}

/** arp_is_garp(): a neighbour tells of itself; an answer that does so names its own MAC twice. */
const isGratuitous = (packet: ArpPacket): boolean =>
  packet.senderIp === packet.targetIp && (packet.operation === 'request' || packet.senderMac === packet.targetMac);

/**
 * Others' questions and answers only refresh what is known already (arp_accept 0): an answer for us alone proves the
 * neighbour reachable, gratuitous ones are believed at once.
 */
function update(net: Ipv4Net, device: NetDevice, packet: ArpPacket, group: boolean): void {
  const entry = net.neighbours.find(device, parseIpv4(packet.senderIp) ?? 0);
  if (!entry || entry.state === 'NONE') return;
  const mac = macNumber(packet.senderMac);
  const confirmed = packet.operation === 'reply' && !group;
  if (entry.update(mac, confirmed, isGratuitous(packet))) traceKnown(net, entry, mac);
}

function traceKnown(net: Ipv4Net, entry: ArpEntry, mac: number): void {
  const address = formatIpv4(entry.address);
  net.trace(entry.device, () => ({ kind: 'neighbour-known', address, mac: macText(mac) }));
}
