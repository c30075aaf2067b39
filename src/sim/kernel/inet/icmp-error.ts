import { isErrno } from '../errno.ts';
import { formatIpv4 } from '../wire/address.ts';
import { emitIcmp, type IcmpError } from '../wire/icmp.ts';
import { PROTOCOL_ICMP } from '../wire/ipv4.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { send } from './ipv4-output.ts';
import { type OutputRoute, routeOutput } from './ipv4-route.ts';
import type { Packet } from './packet.ts';

/** Precedence « internetwork control » (RFC 1812 §4.3.2.5). */
const TOS_CONTROL = 0xc0;
const ICMP_QUERIES: ReadonlySet<number> = new Set([0, 8, 13, 14]);

interface IcmpReason {
  readonly type: IcmpError['type'];
  readonly code: number;
  /** Next-hop MTU, for « fragmentation needed ». */
  readonly mtu?: number;
}

/** Must this packet not be answered with an error? (RFC 1812 §4.3.2.7) */
function unanswerable(net: Ipv4Net, packet: Packet): boolean {
  if (packet.linkGroup || packet.fragmentOffset > 0) return true;
  const to = net.addresses.typeOf(packet.destination);
  if (to === 'broadcast' || to === 'multicast') return true;
  const from = net.addresses.typeOf(packet.source);
  if (packet.source === 0 || from === 'broadcast' || from === 'multicast') return true;
  return packet.protocol === PROTOCOL_ICMP && !ICMP_QUERIES.has(packet.payload[0] ?? 0);
}

function routeBack(net: Ipv4Net, packet: Packet): OutputRoute | undefined {
  const { destination } = packet;
  try {
    return routeOutput(net, packet.source, net.addresses.isLocal(destination) ? { source: destination } : {});
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** icmp_send(): tells the source of `packet` what became of it, unless that is forbidden or told too often. */
export function sendIcmpError(net: Ipv4Net, packet: Packet, reason: IcmpReason): void {
  if (unanswerable(net, packet)) return;
  const route = routeBack(net, packet);
  if (!route) return;
  const limited = route.device.kind !== 'loopback';
  if (limited && !net.icmpLimiter.allow(packet.source, net.environment.clock.now)) return;
  const message = emitIcmp({ mtu: 0, ...reason, original: packet.bytes });
  net.trace(route.device, () => ({
    kind: 'icmp-error',
    type: message[0] ?? 0,
    code: reason.code,
    to: formatIpv4(packet.source),
    packet: packet.bytes,
  }));
  const header = { protocol: PROTOCOL_ICMP, source: route.source, destination: packet.source, tos: TOS_CONTROL };
  send(net, route, header, message);
}
