import { isErrno } from '../errno.ts';
import { isScoped } from '../inet/ipv6/address.ts';
import { sendIcmpv6Error } from '../inet/ipv6/icmpv6-error.ts';
import type { Ipv6Net } from '../inet/ipv6/ipv6-net.ts';
import { send6 } from '../inet/ipv6/output6.ts';
import type { Packet6 } from '../inet/ipv6/packet6.ts';
import { routeOutput6 } from '../inet/ipv6/route6.ts';
import { resetFor } from '../inet/tcp/reset.ts';
import { PROTOCOL_TCP } from '../wire/ipv4.ts';
import { emitTcp, parseTcp } from '../wire/tcp.ts';
import type { RejectReason } from './rule.ts';

/** Codes of « destination unreachable » (RFC 4443 §3.1). */
const CODES: Partial<Record<RejectReason, number>> = {
  'icmp6-no-route': 0,
  'icmp6-adm-prohibited': 1,
  'icmp6-addr-unreachable': 3,
  'icmp6-port-unreachable': 4,
  'icmp6-policy-fail': 5,
  'icmp6-reject-route': 6,
};

/** Answers a packet that a rule rejects (net/ipv6/netfilter/ip6t_REJECT.c). */
export function reject6(net: Ipv6Net, packet: Packet6, reason: RejectReason): void {
  if (reason === 'tcp-reset') sendReset(net, packet);
  else sendIcmpv6Error(net, packet, { type: 'destination-unreachable', code: CODES[reason] ?? 4 });
}

/** nf_send_reset6(): as if whom the segment was for had none of it. */
function sendReset(net: Ipv6Net, packet: Packet6): void {
  const { source, destination, inDevice } = packet;
  if (packet.protocol !== PROTOCOL_TCP || packet.isFragment) return;
  const segment = parseTcp(packet.payload, source, destination);
  const reset = segment && resetFor(segment);
  if (!reset) return;
  const bytes = emitTcp(reset, destination, source);
  const wish = isScoped(source) && inDevice ? { device: inDevice } : {};
  try {
    const route = routeOutput6(net, source, wish);
    send6(net, route, { protocol: PROTOCOL_TCP, source: destination, destination: source }, bytes);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
