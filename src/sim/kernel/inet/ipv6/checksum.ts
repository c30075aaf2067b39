import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { sumPseudoHeader } from '../../wire/pseudo-header.ts';

/** A copy of an ICMPv6 message with a right checksum between these addresses. */
export function checksummed(message: Uint8Array, source: string, destination: string): Uint8Array {
  const bytes = message.slice();
  const view = viewOf(bytes);
  view.setUint16(2, 0);
  const initial = sumPseudoHeader(source, destination, PROTOCOL_ICMPV6, bytes.length);
  view.setUint16(2, internetChecksum(bytes, initial));
  return bytes;
}
