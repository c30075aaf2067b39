import type { NetDevice } from '../../link/device.ts';
import { isLinkLocal } from './address.ts';
import { ICMPV6_TIME_EXCEEDED, ICMPV6_UNREACHABLE, sendIcmpv6Error } from './icmpv6-error.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { output6 } from './output6.ts';
import type { Packet6 } from './packet6.ts';
import { routeForward6 } from './route6.ts';

const UNREACHABLE = 'destination-unreachable';

/** ip6_forward(): passes on a packet that came in for someone else (RFC 8200 §3). */
export function forward6(net: Ipv6Net, packet: Packet6, from: NetDevice): void {
  const forwards = net.sysctls.of(from.name, 'forwarding') !== 0;
  if (!forwards || packet.linkGroup || isLinkLocal(packet.destination)) {
    net.trace(from, () => ({ kind: 'drop', packet: packet.bytes, reason: 'not-forwarding' }));
    return;
  }
  const route = routeForward6(net, packet);
  if (!route) {
    sendIcmpv6Error(net, packet, { type: UNREACHABLE, code: ICMPV6_UNREACHABLE.noRoute });
    return;
  }
  if (packet.ttl <= 1) {
    net.trace(from, () => ({ kind: 'ttl-expired', packet: packet.bytes }));
    sendIcmpv6Error(net, packet, { type: 'time-exceeded', code: ICMPV6_TIME_EXCEEDED.hopLimit });
    return;
  }
  if (isLinkLocal(packet.source)) {
    sendIcmpv6Error(net, packet, { type: UNREACHABLE, code: ICMPV6_UNREACHABLE.beyondScope });
    return;
  }
  const { mtu } = route.device;
  if (packet.bytes.length > mtu) {
    sendIcmpv6Error(net, packet, { type: 'packet-too-big', code: 0, mtu });
    return;
  }
  packet.ttl -= 1;
  packet.outDevice = route.device;
  if (net.netfilter.run('FORWARD', packet) === 'drop') {
    net.trace(from, () => ({ kind: 'drop', packet: packet.bytes, reason: 'netfilter' }));
    return;
  }
  net.trace(route.device, () => ({ kind: 'forward', packet: packet.bytes, from: from.name }));
  output6(net, packet, route);
}
