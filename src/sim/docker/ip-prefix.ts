import { ipv4ToBytes, parseIpv4, parseIpv6 } from '../kernel/wire/address.ts';

export interface IpPrefix {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly length: number;
}

/** An address's bytes, 4 or 16; undefined for a text that is none. */
export const bytesOf = (text: string): Uint8Array | undefined =>
  parseIpv4(text) === undefined ? parseIpv6(text) : ipv4ToBytes(text);

/** Reads `10.1.0.0/16` or `fd00::/64`; undefined where it is not in that form (Go's net.ParseCIDR). */
export function parseCidr(text: string): IpPrefix | undefined {
  const match = /^(.*)\/(\d{1,3})$/.exec(text);
  const address = match === null ? undefined : bytesOf(match[1] ?? '');
  const length = Number(match?.[2]);
  return address === undefined || length > address.length * 8 ? undefined : { address, length };
}

/** Do the first `length` bits agree? */
export function contains({ address, length }: IpPrefix, other: Uint8Array): boolean {
  if (other.length !== address.length) return false;
  return address.every((byte, i) => {
    const bits = Math.min(8, Math.max(0, length - i * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((other[i] ?? 0) & mask);
  });
}
