import { isErrno } from '../../errno.ts';
import { emitIcmpv6, type Icmpv6Error } from '../../wire/icmpv6.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { ANY, isMulticast, isScoped } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { send6 } from './output6.ts';
import type { Packet6 } from './packet6.ts';
import { type OutputRoute6, routeOutput6 } from './route6.ts';

/** Codes of « destination unreachable » (RFC 4443 §3.1). */
export const ICMPV6_UNREACHABLE = { noRoute: 0, prohibited: 1, beyondScope: 2, address: 3, port: 4 } as const;
/** Codes of « time exceeded » (RFC 4443 §3.3). */
export const ICMPV6_TIME_EXCEEDED = { hopLimit: 0, reassembly: 1 } as const;

/** Messages with a lower number than this are errors (RFC 4443 §2.1). */
const FIRST_INFORMATION = 128;

type Reason = Pick<Icmpv6Error, 'type' | 'code'> & { readonly mtu?: number };

/** Must this packet not be answered with an error (RFC 4443 §2.4 e)? Groups may hear that a packet was too big. */
function unanswerable(packet: Packet6, { type }: Reason): boolean {
  if (packet.fragmentOffset > 0) return true;
  const toGroup = packet.linkGroup || isMulticast(packet.destination);
  if (toGroup && type !== 'packet-too-big') return true;
  if (packet.source === ANY || isMulticast(packet.source)) return true;
  return packet.protocol === PROTOCOL_ICMPV6 && (packet.payload[0] ?? 0) < FIRST_INFORMATION;
}

function routeBack(net: Ipv6Net, packet: Packet6): OutputRoute6 | undefined {
  const { source, destination, inDevice } = packet;
  const own = net.addresses.isLocal(destination, inDevice) ? { source: destination } : {};
  const link = isScoped(source) && inDevice ? { device: inDevice } : {};
  try {
    return routeOutput6(net, source, { ...own, ...link });
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** icmpv6_send(): tells the source of `packet` what became of it, unless that is forbidden or told too often. */
export function sendIcmpv6Error(net: Ipv6Net, packet: Packet6, reason: Reason): void {
  if (unanswerable(packet, reason)) return;
  const route = routeBack(net, packet);
  if (!route) return;
  const limited = route.device.kind !== 'loopback' && reason.type !== 'packet-too-big';
  if (limited && !net.icmpLimiter.allow(packet.source, net.environment.clock.now)) return;
  const message = emitIcmpv6({ mtu: 0, ...reason, original: packet.bytes }, route.source, packet.source);
  net.trace(route.device, () => ({
    kind: 'icmp-error',
    type: message[0] ?? 0,
    code: reason.code,
    to: packet.source,
    packet: packet.bytes,
  }));
  send6(net, route, { protocol: PROTOCOL_ICMPV6, source: route.source, destination: packet.source }, message);
}
