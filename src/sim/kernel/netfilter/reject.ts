import { isErrno } from '../errno.ts';
import { sendIcmpError } from '../inet/icmp-error.ts';
import type { Ipv4Net } from '../inet/ipv4-net.ts';
import { send } from '../inet/ipv4-output.ts';
import { routeOutput } from '../inet/ipv4-route.ts';
import type { Packet } from '../inet/packet.ts';
import { resetFor } from '../inet/tcp/reset.ts';
import { ICMP_UNREACHABLE } from '../wire/icmp.ts';
import { PROTOCOL_TCP } from '../wire/ipv4.ts';
import { emitTcp, parseTcp } from '../wire/tcp.ts';
import type { RejectReason } from './rule.ts';

const CODES = {
  'icmp-net-unreachable': ICMP_UNREACHABLE.net,
  'icmp-host-unreachable': ICMP_UNREACHABLE.host,
  'icmp-proto-unreachable': ICMP_UNREACHABLE.protocol,
  'icmp-port-unreachable': ICMP_UNREACHABLE.port,
  'icmp-net-prohibited': ICMP_UNREACHABLE.netProhibited,
  'icmp-host-prohibited': ICMP_UNREACHABLE.hostProhibited,
  'icmp-admin-prohibited': ICMP_UNREACHABLE.adminProhibited,
} as const satisfies Partial<Record<RejectReason, number>>;

/** Answers a packet that a rule rejects (net/ipv4/netfilter/ipt_REJECT.c). */
export function reject(net: Ipv4Net, packet: Packet, reason: RejectReason): void {
  if (reason === 'tcp-reset') sendReset(net, packet);
  else if (reason in CODES)
    sendIcmpError(net, packet, { type: 'destination-unreachable', code: CODES[reason as keyof typeof CODES] });
}

/** nf_send_reset(): as if whom the segment was for had none of it. */
function sendReset(net: Ipv4Net, packet: Packet): void {
  if (packet.protocol !== PROTOCOL_TCP || packet.isFragment) return;
  const segment = parseTcp(packet.payload, packet.sourceText, packet.destinationText);
  const reset = segment && resetFor(segment);
  if (!reset) return;
  const bytes = emitTcp(reset, packet.destinationText, packet.sourceText);
  const header = { protocol: PROTOCOL_TCP, source: packet.destination, destination: packet.source };
  try {
    send(net, routeOutput(net, packet.source), header, bytes);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
