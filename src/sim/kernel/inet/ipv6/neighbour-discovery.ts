import type { NetDevice } from '../../link/device.ts';
import { macNumber, macText } from '../../link/mac-address.ts';
import { emitIcmpv6, parseIcmpv6 } from '../../wire/icmpv6.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import {
  type NdpMessage,
  type NeighbourAdvertisement,
  type NeighbourSolicitation,
  solicitedNode,
} from '../../wire/ndp.ts';
import type { Neighbour } from '../neighbour.ts';
import { ALL_NODES, ALL_ROUTERS, ANY, isMulticast } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { send6 } from './output6.ts';
import type { Packet6 } from './packet6.ts';

type Entry = Neighbour<string, Packet6>;

/** A router on the way would have lowered it: who shows it is on this link (RFC 4861 §7.1). */
const HOP_LIMIT = 255;

function send(net: Ipv6Net, device: NetDevice, source: string, destination: string, message: NdpMessage): void {
  const type = isMulticast(destination) ? 'multicast' : 'unicast';
  const header = { protocol: PROTOCOL_ICMPV6, source, destination, ttl: HOP_LIMIT };
  const bytes = emitIcmpv6(message, source, destination);
  send6(net, { type, device, nextHop: destination, source, loops: false }, header, bytes);
}

/** ndisc_solicit(): « who has »; in the name of the waiting packet's source where that is ours on this device. */
export function solicit(net: Ipv6Net, entry: Entry, waiting: Packet6 | undefined, unicast: boolean): void {
  const { device, address } = entry;
  const own = waiting && net.addresses.find(device, waiting.source);
  const source = own && !own.tentative ? own.address : net.addresses.linkLocal(device);
  if (source === undefined) return;
  net.trace(device, () => ({
    kind: 'neighbour-ask',
    address,
    unicast,
    ...(waiting && { packet: waiting.bytes }),
  }));
  const message = { type: 'neighbour-solicitation', target: address, lladdr: device.mac } as const;
  send(net, device, source, unicast ? address : solicitedNode(address), message);
}

/** Duplicate address detection: asks, from nobody, who has an address that is to be ours (RFC 4862 §5.4.2). */
export function probe(net: Ipv6Net, device: NetDevice, target: string): void {
  net.trace(device, () => ({ kind: 'neighbour-ask', address: target, unicast: false }));
  send(net, device, ANY, solicitedNode(target), { type: 'neighbour-solicitation', target });
}

/** Asks the routers of a link to advertise themselves (RFC 4861 §6.3.7). */
export function solicitRouters(net: Ipv6Net, device: NetDevice, source: string): void {
  send(net, device, source, ALL_ROUTERS, { type: 'router-solicitation', lladdr: device.mac });
}

/** An unsolicited advertisement: tells all neighbours where `target` is (RFC 4861 §7.2.6). */
export function announce6(net: Ipv6Net, device: NetDevice, target: string): void {
  send(net, device, target, ALL_NODES, advertisement(net, device, target, false));
}

const advertisement = (net: Ipv6Net, device: NetDevice, target: string, solicited: boolean): NdpMessage => ({
  type: 'neighbour-advertisement',
  router: net.sysctls.of(device.name, 'forwarding') !== 0,
  solicited,
  override: true,
  target,
  lladdr: device.mac,
});

/** ndisc_rcv(). */
export function discover(net: Ipv6Net, packet: Packet6): void {
  const device = packet.inDevice;
  if (!device || packet.ttl !== HOP_LIMIT || !device.hasNeighbours) return;
  const message = parseIcmpv6(packet.payload, packet.source, packet.destination);
  if (message?.type === 'neighbour-solicitation') solicited(net, device, packet, message);
  else if (message?.type === 'neighbour-advertisement') advertised(net, device, packet, message);
  else if (message?.type === 'router-solicitation') heard(net, device, packet, message.lladdr);
}

/** ndisc_recv_rs(): a router learns where the asker is. It advertises nothing, as no radvd runs. */
function heard(net: Ipv6Net, device: NetDevice, packet: Packet6, lladdr: string | undefined): void {
  if (net.sysctls.of(device.name, 'forwarding') === 0 || packet.source === ANY || lladdr === undefined) return;
  learn(net, device, packet.source, lladdr);
}

function learn(net: Ipv6Net, device: NetDevice, address: string, lladdr: string): void {
  const mac = macNumber(lladdr);
  const entry = net.neighbours.get(device, address);
  if (entry.update(mac, false, true)) traceKnown(net, entry, mac);
}

/** ndisc_recv_ns(): answers for the addresses of this very device. */
function solicited(net: Ipv6Net, device: NetDevice, packet: Packet6, message: NeighbourSolicitation): void {
  const { target, lladdr } = message;
  const own = net.addresses.find(device, target);
  if (!own) return;
  const detects = packet.source === ANY;
  if (own.tentative) {
    if (detects) net.autoconfiguration.duplicate(own);
    return;
  }
  if (!detects && lladdr !== undefined) learn(net, device, packet.source, lladdr);
  const to = detects ? ALL_NODES : packet.source;
  net.trace(device, () => ({ kind: 'neighbour-answer', address: target, to }));
  send(net, device, target, to, advertisement(net, device, target, !detects));
}

/** ndisc_recv_na(): refreshes what is known already; an answer to a question of ours proves the neighbour reachable. */
function advertised(net: Ipv6Net, device: NetDevice, packet: Packet6, message: NeighbourAdvertisement): void {
  const { target, lladdr, solicited: asked, override, router } = message;
  const own = net.addresses.find(device, target);
  if (own) {
    if (own.tentative) net.autoconfiguration.duplicate(own);
    return;
  }
  const entry = net.neighbours.find(device, target);
  if (!entry || entry.state === 'NONE' || entry.state === 'FAILED') return;
  entry.router = router;
  const mac = lladdr === undefined ? entry.mac : macNumber(lladdr);
  if (mac === undefined) return;
  if (entry.update(mac, asked && !isMulticast(packet.destination), override)) traceKnown(net, entry, mac);
}

function traceKnown(net: Ipv6Net, entry: Entry, mac: number): void {
  net.trace(entry.device, () => ({ kind: 'neighbour-known', address: entry.address, mac: macText(mac) }));
}
