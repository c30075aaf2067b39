import { bytesToIpv6, bytesToMac, ipv6ToBytes, macToBytes } from './address.ts';
import { concatBytes, viewOf } from './bytes.ts';

/** Asks for a router's advertisement (RFC 4861 §4.1). */
export interface RouterSolicitation {
  readonly type: 'router-solicitation';
  /** The sender's MAC: the source link-layer address option. */
  readonly lladdr?: string;
}

/** Asks for the MAC of `target` (RFC 4861 §4.3). */
export interface NeighbourSolicitation {
  readonly type: 'neighbour-solicitation';
  readonly target: string;
  /** The sender's MAC: the source link-layer address option. */
  readonly lladdr?: string;
}

/** Tells the MAC of `target` (RFC 4861 §4.4). */
export interface NeighbourAdvertisement {
  readonly type: 'neighbour-advertisement';
  readonly router: boolean;
  readonly solicited: boolean;
  readonly override: boolean;
  readonly target: string;
  /** The target's MAC: the target link-layer address option. */
  readonly lladdr?: string;
}

/** A message of neighbour discovery (RFC 4861). */
export type NdpMessage = RouterSolicitation | NeighbourSolicitation | NeighbourAdvertisement;

const SOURCE_LLADDR = 1;
const TARGET_LLADDR = 2;
const ROUTER = 0x80000000;
const SOLICITED = 0x40000000;
const OVERRIDE = 0x20000000;

/** The group whose members may own `ip` (RFC 4291 §2.7.1). */
export function solicitedNode(ip: string): string {
  const group = ipv6ToBytes('ff02::1:ff00:0');
  group.set(ipv6ToBytes(ip).subarray(13), 13);
  return bytesToIpv6(group);
}

/** The link-layer address option of this kind, if there; undefined when a length does not fit (RFC 4861 §4.6). */
function parseOptions(bytes: Uint8Array, kind: number): { lladdr?: string } | undefined {
  let found: { lladdr?: string } = {};
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at + 1] ?? 0) * 8;
    if (length === 0 || at + length > bytes.length) return undefined;
    if (bytes[at] === kind) found = { lladdr: bytesToMac(bytes.subarray(at + 2)) };
    at += length;
  }
  return found;
}

const emitOption = (kind: number, lladdr: string | undefined): Uint8Array =>
  lladdr === undefined ? new Uint8Array() : concatBytes(Uint8Array.of(kind, 1), macToBytes(lladdr));

/** @param bytes what follows the ICMPv6 checksum; undefined when malformed */
export function parseNdp(type: NdpMessage['type'], bytes: Uint8Array): NdpMessage | undefined {
  const start = type === 'router-solicitation' ? 4 : 20;
  if (bytes.length < start) return undefined;
  const kind = type === 'neighbour-advertisement' ? TARGET_LLADDR : SOURCE_LLADDR;
  const options = parseOptions(bytes.subarray(start), kind);
  if (options === undefined) return undefined;
  if (type === 'router-solicitation') return { type, ...options };
  const target = bytesToIpv6(bytes.subarray(4));
  if (type === 'neighbour-solicitation') return { type, target, ...options };
  const flags = viewOf(bytes).getUint32(0);
  return {
    type,
    router: (flags & ROUTER) !== 0,
    solicited: (flags & SOLICITED) !== 0,
    override: (flags & OVERRIDE) !== 0,
    target,
    ...options,
  };
}

/** What follows the ICMPv6 checksum. */
export function emitNdp(message: NdpMessage): Uint8Array {
  const head = new Uint8Array(4);
  if (message.type === 'router-solicitation') return concatBytes(head, emitOption(SOURCE_LLADDR, message.lladdr));
  const target = ipv6ToBytes(message.target);
  if (message.type === 'neighbour-solicitation') {
    return concatBytes(head, target, emitOption(SOURCE_LLADDR, message.lladdr));
  }
  const { router, solicited, override } = message;
  viewOf(head).setUint32(0, (router ? ROUTER : 0) | (solicited ? SOLICITED : 0) | (override ? OVERRIDE : 0));
  return concatBytes(head, target, emitOption(TARGET_LLADDR, message.lladdr));
}
