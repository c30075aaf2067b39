import { ipv4ToBytes, ipv6ToBytes } from './address.ts';
import { sumWords } from './bytes.ts';

const bytesOf = (address: string): Uint8Array => (address.includes(':') ? ipv6ToBytes(address) : ipv4ToBytes(address));

/**
 * What the addresses, the protocol and the length add to a transport checksum: RFC 768 for IPv4, RFC 8200 §8.1 for IPv6
 * (both sum up the same way). To be the initial sum of `internetChecksum`.
 * @param length bytes of the transport's header and payload
 */
export const sumPseudoHeader = (source: string, destination: string, protocol: number, length: number): number =>
  sumWords(bytesOf(destination), sumWords(bytesOf(source), protocol + length));
