import { isErrno } from '../errno.ts';
import { trail } from '../flow/trail.ts';
import type { NetDevice } from '../link/device.ts';
import { formatIpv4 } from '../wire/address.ts';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp.ts';
import { sendIcmpError } from './icmp-error.ts';
import type { Ipv4Net } from './ipv4-net.ts';
import { output } from './ipv4-output.ts';
import { type OutputRoute, routeForward } from './ipv4-route.ts';
import type { Packet } from './packet.ts';

const REFUSALS: Readonly<Partial<Record<string, number>>> = {
  EHOSTUNREACH: ICMP_UNREACHABLE.host,
  EACCES: ICMP_UNREACHABLE.adminProhibited,
};

/** ip_forward(): passes on a packet that came in for someone else (RFC 1812 §5.3.1). */
export function forward(net: Ipv4Net, packet: Packet, from: NetDevice): void {
  if (!net.sysctls.forwards(from.name) || packet.linkGroup) {
    net.trace(from, () => ({ kind: 'drop', packet: packet.bytes, reason: 'not-forwarding' }));
    return;
  }
  const route = routeOrRefuse(net, packet);
  if (!route) return;
  if (packet.ttl <= 1) {
    net.trace(from, () => ({ kind: 'ttl-expired', packet: packet.bytes }));
    sendIcmpError(net, packet, { type: 'time-exceeded', code: ICMP_TIME_EXCEEDED.ttl });
    return;
  }
  const { mtu } = route.device;
  if (packet.dontFragment && packet.length > mtu) {
    sendIcmpError(net, packet, { type: 'destination-unreachable', code: ICMP_UNREACHABLE.fragmentationNeeded, mtu });
    return;
  }
  packet.ttl -= 1;
  trail?.forward();
  packet.outDevice = route.device;
  if (!forwardHook(net, packet, from)) return;
  net.trace(route.device, () => ({ kind: 'forward', packet: packet.bytes, from: from.name }));
  output(net, packet, route);
}

/** ip_error(): what becomes of a packet that no route leads on; a blackhole swallows it without a word. */
function routeOrRefuse(net: Ipv4Net, packet: Packet): OutputRoute | undefined {
  try {
    const route = routeForward(net, packet);
    if (!route) sendIcmpError(net, packet, { type: 'destination-unreachable', code: ICMP_UNREACHABLE.net });
    return route;
  } catch (error) {
    if (!isErrno(error)) throw error;
    net.trace(packet.inDevice, () => ({
      kind: 'no-route',
      destination: formatIpv4(packet.destination),
      packet: packet.bytes,
    }));
    const code = REFUSALS[error.code];
    if (code !== undefined) sendIcmpError(net, packet, { type: 'destination-unreachable', code });
    return undefined;
  }
}

function forwardHook(net: Ipv4Net, packet: Packet, from: NetDevice): boolean {
  const verdict = net.netfilter.run('FORWARD', packet);
  if (verdict === 'drop') net.trace(from, () => ({ kind: 'drop', packet: packet.bytes, reason: 'netfilter' }));
  return verdict === 'accept';
}
