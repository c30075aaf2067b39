import { bytesToIpv6, formatIpv4, parseIpv4, parseIpv6 } from './address.ts';

/** An address as the kernel keeps it: IPv4 an unsigned 32-bit number, IPv6 its text in RFC 5952's one form. */
export type IpAddress = number | string;

/** The text of either. */
export const formatIp = (address: IpAddress): string => (typeof address === 'number' ? formatIpv4(address) : address);

/** Undefined where `text` is no address of either family. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) return parseIpv4(text);
  const bytes = parseIpv6(text);
  return bytes && bytesToIpv6(bytes);
}
