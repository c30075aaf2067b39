import { bytesToIpv6 } from '../kernel/wire/address.ts';
import { viewOf } from '../kernel/wire/bytes.ts';
import { PROTOCOL_ICMPV6 } from '../kernel/wire/ipv6.ts';
import type { Identity } from './identity.ts';

const HEADER = 40;
const LAST_ERROR = 4;
const ECHO_REQUEST = 128;
const ECHO_REPLY = 129;
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const NOBODY = '::';

type Transport = (protocol: number, payload: Uint8Array, from: string, to: string) => Identity | undefined;

/**
 * What an IPv6 packet is part of; `transport` tells it of protocols that IPv4 has too. What hosts do by themselves, as looking for
 * routers and for duplicates of their addresses, is not followed.
 */
export function identifyPacket6(bytes: Uint8Array, transport: Transport): Identity | undefined {
  if (bytes.length < HEADER + 8) return undefined;
  const from = bytesToIpv6(bytes.subarray(8));
  const to = bytesToIpv6(bytes.subarray(24));
  const payload = bytes.subarray(HEADER);
  if (bytes[6] !== PROTOCOL_ICMPV6) return transport(bytes[6] ?? 0, payload, `[${from}]`, `[${to}]`);
  const view = viewOf(payload);
  const [type, code] = [view.getUint8(0), view.getUint8(1)];
  if (type <= LAST_ERROR) {
    const quoted = identifyPacket6(payload.subarray(8), transport);
    return quoted && { ...quoted, opens: false, answers: false, error: { type, code } };
  }
  if (type === ECHO_REQUEST || type === ECHO_REPLY) {
    const tag = `${view.getUint16(4)}/${view.getUint16(6)}`;
    return { kind: 'ping', tag, from, to, opens: type === ECHO_REQUEST, answers: type === ECHO_REPLY };
  }
  return neighbour(type, payload, from, to);
}

/** Who asks and who is asked for: the address in question, not the group that hears of it. */
function neighbour(type: number, message: Uint8Array, from: string, to: string): Identity | undefined {
  if (message.length < 24 || from === NOBODY) return undefined;
  const target = bytesToIpv6(message.subarray(8));
  if (type === SOLICITATION) return { kind: 'ndp', tag: '', from, to: target, opens: true, answers: false };
  const solicited = ((message[4] ?? 0) & 0x40) !== 0;
  if (type !== ADVERTISEMENT || !solicited) return undefined;
  return { kind: 'ndp', tag: '', from: target, to, opens: false, answers: true };
}
