import { bytesToIpv6, ipv6ToBytes, macToBytes } from '../../wire/address.ts';
import { viewOf } from '../../wire/bytes.ts';

/** Addresses here are texts in RFC 5952's form, as packets give them. */
export const ANY = '::';
export const LOOPBACK = '::1';
export const ALL_NODES = 'ff02::1';
export const ALL_ROUTERS = 'ff02::2';

const MULTICAST = /^ff[0-9a-f]{2}:/;
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/;

export const isMulticast = (address: string): boolean => MULTICAST.test(address);
export const isLinkLocal = (address: string): boolean => LINK_LOCAL.test(address);

/** The scope of a group: 1 for an interface, 2 for a link, 14 for the world (RFC 4291 §2.7). */
const groupScope = (group: string): number => Number.parseInt(group.charAt(3), 16);

/** Does it mean something on one link only? */
export const isScoped = (address: string): boolean =>
  isLinkLocal(address) || (isMulticast(address) && groupScope(address) <= 2);

/** The 128 bits of an address. */
export function bitsOf(address: string): bigint {
  const view = viewOf(ipv6ToBytes(address));
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

const WIDTH = 128;

/** The mask of a prefix length from 0 to 128. */
export const maskBits = (prefix: number): bigint => ((1n << BigInt(prefix)) - 1n) << BigInt(WIDTH - prefix);

/** How many leading bits two addresses have in common. */
export function commonPrefix(a: bigint, b: bigint): number {
  const differing = a ^ b;
  return differing === 0n ? WIDTH : WIDTH - differing.toString(2).length;
}

/** The text of 128 bits. */
export function textOf(bits: bigint): string {
  const bytes = new Uint8Array(16);
  viewOf(bytes).setBigUint64(0, bits >> 64n);
  viewOf(bytes).setBigUint64(8, bits & 0xffff_ffff_ffff_ffffn);
  return bytesToIpv6(bytes);
}

/**
 * The link-local address that the kernel makes of a MAC (RFC 4291, appendix A). A MAC that several devices have does not tell
 * them apart: their `id` then stands in it (addrconf_ifid_eui48).
 */
export function linkLocal(mac: string, id = 0): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macToBytes(mac);
  const middle = id === 0 ? 0xfffe : id;
  const first = ((id === 0 ? a ^ 2 : a) << 8) | b;
  const groups = [first, (c << 8) | (middle >> 8), ((middle & 0xff) << 8) | d, (e << 8) | f];
  // The zeros in front of these are the longest ones; they may go on.
  while (groups[0] === 0) groups.shift();
  return `fe80::${groups.map((group) => group.toString(16)).join(':')}`;
}
