import { viewOf } from './bytes.ts';

export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';

const DOT = 0x2e;
const ZERO = 0x30;

/** A strict dotted quad (no leading zeros, RFC 6943 §3.1.1) as an unsigned 32-bit number; undefined when `text` is none. */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    const digit = character - ZERO;
    if (character === DOT && octet >= 0) {
      address = address * 256 + octet;
      octet = -1;
      dots++;
    } else if (digit >= 0 && digit <= 9 && octet !== 0) octet = Math.max(octet, 0) * 10 + digit;
    else return undefined;
    if (octet > 255) return undefined;
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : undefined;
}

/** The dotted quad of an address; only the low 32 bits of `address` count. */
export const formatIpv4 = (address: number): string =>
  `${(address >>> 24) & 255}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/** A dotted quad as an unsigned number; throws RangeError when `text` is none. */
export function ipv4Number(text: string): number {
  const address = parseIpv4(text);
  if (address === undefined) throw new RangeError(`not an IPv4 address: ${text}`);
  return address;
}

/** The 4 bytes of a dotted quad; throws RangeError when `text` is none. */
export function ipv4ToBytes(text: string): Uint8Array {
  const address = ipv4Number(text);
  return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);
}

/** The dotted quad of the first 4 of `bytes`. */
export const bytesToIpv4 = (bytes: Uint8Array): string => formatIpv4(viewOf(bytes).getUint32(0));

const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (-1 << (32 - prefix)) >>> 0);

/** The dotted mask of a prefix length from 0 to 32. */
export const prefixToMask = (prefix: number): string => formatIpv4(maskOf(prefix));

/** The prefix length of a dotted mask; undefined when its ones are not all on the left. */
export function maskToPrefix(mask: string): number | undefined {
  const bits = parseIpv4(mask);
  if (bits === undefined) return undefined;
  const prefix = Math.clz32(~bits);
  return maskOf(prefix) === bits ? prefix : undefined;
}

/** The first address of the subnet of `address`. */
export const networkOf = (address: string, prefix: number): string => formatIpv4(ipv4Number(address) & maskOf(prefix));

/** The last address of the subnet of `address`. */
export const broadcastOf = (address: string, prefix: number): string =>
  formatIpv4(ipv4Number(address) | ~maskOf(prefix));

/** Is `address` in `network`/`prefix`? All three IPv4. */
export const inSubnet = (address: string, network: string, prefix: number): boolean =>
  ((ipv4Number(address) ^ ipv4Number(network)) & maskOf(prefix)) === 0;

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The 6 bytes of `aa:bb:cc:dd:ee:ff`; throws RangeError when `mac` is not of that form. */
export function macToBytes(mac: string): Uint8Array {
  if (!MAC.test(mac)) throw new RangeError(`not a MAC address: ${mac}`);
  const bytes = new Uint8Array(6);
  for (let i = 0; i < 6; i++) bytes[i] = Number.parseInt(mac.slice(3 * i, 3 * i + 2), 16);
  return bytes;
}

/** The first 6 of `bytes` as `aa:bb:cc:dd:ee:ff`. */
export function bytesToMac(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 6 && i < bytes.length; i++) text += `${i > 0 ? ':' : ''}${HEX[bytes[i] as number]}`;
  return text;
}

/** The group MAC of a multicast address: IPv4 by RFC 1112 §6.4, IPv6 by RFC 2464 §7. */
export function multicastMac(ip: string): string {
  if (ip.includes(':')) return bytesToMac(Uint8Array.of(0x33, 0x33, ...ipv6ToBytes(ip).subarray(12)));
  const [, second = 0, third = 0, fourth = 0] = ipv4ToBytes(ip);
  return bytesToMac(Uint8Array.of(0x01, 0x00, 0x5e, second & 0x7f, third, fourth));
}

/** A dotted quad may stand for the last two groups (RFC 4291 §2.2, form 3). */
function hexadecimalTail(text: string): string | undefined {
  const start = text.lastIndexOf(':') + 1;
  if (!text.includes('.', start)) return text;
  const address = parseIpv4(text.slice(start));
  if (address === undefined) return undefined;
  return `${text.slice(0, start)}${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;
}

const GROUP = /^[0-9a-f]{1,4}$/i;
const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** The 16 bytes of an IPv6 address (RFC 4291 §2.2, without a zone); undefined when `text` is none. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = hexadecimalTail(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const left = groupsOf(halves[0] ?? '');
  const right = groupsOf(halves[1] ?? '');
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  const bytes = new Uint8Array(16);
  const view = viewOf(bytes);
  groups.forEach((group, i) => {
    view.setUint16(2 * i, Number.parseInt(group, 16));
  });
  return bytes;
}

/** The 16 bytes of an IPv6 address; throws RangeError when `text` is none. */
export function ipv6ToBytes(text: string): Uint8Array {
  const bytes = parseIpv6(text);
  if (bytes === undefined) throw new RangeError(`not an IPv6 address: ${text}`);
  return bytes;
}

/** The first address of the subnet that an IPv6 address and a prefix length name. */
export function ipv6NetworkOf(address: string, prefix: number): string {
  const bytes = ipv6ToBytes(address).slice();
  for (let at = 0; at < bytes.length; at++) {
    const kept = Math.min(8, Math.max(0, prefix - 8 * at));
    bytes[at] = (bytes[at] ?? 0) & (0xff00 >> kept);
  }
  return bytesToIpv6(bytes);
}

/** The text of the first 16 of `bytes`, in RFC 5952's one form. */
export function bytesToIpv6(bytes: Uint8Array): string {
  const view = viewOf(bytes);
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i).toString(16));
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return `::ffff:${formatIpv4(view.getUint32(12))}`;
  let start = 0;
  let length = 0;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (groups[i + run] === '0') run++;
    if (run > length) [start, length] = [i, run];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
