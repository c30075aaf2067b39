import { ETHERNET_HEADER, type NetDevice } from '../../link/device.ts';
import { bytesToIpv6, ipv6ToBytes } from '../../wire/address.ts';
import { viewOf } from '../../wire/bytes.ts';
import { allocate } from '../../wire/memory.ts';
import type { IpPacket } from '../ip-packet.ts';

export const IPV6_HEADER = 40;
const HOP_BY_HOP = 0;
const ROUTING = 43;
export const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;
const SKIPPED: ReadonlySet<number> = new Set([HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS]);

interface FragmentPlace {
  /** Where its header begins, and where the field before names it as the next header. */
  readonly at: number;
  readonly namedAt: number;
  /** In bytes. */
  readonly offset: number;
  readonly more: boolean;
  readonly id: number;
}

/**
 * An IPv6 packet on its way through one namespace (struct sk_buff). Its fields are read from and written to its bytes,
 * which are its own. The extension headers are walked once.
 */
export class Packet6 implements IpPacket {
  bytes: Uint8Array;
  inDevice: NetDevice | undefined;
  outDevice: NetDevice | undefined;
  linkGroup = false;
  replaced = false;
  mark = 0;
  connection: unknown;
  protocol = 0;
  headerLength = IPV6_HEADER;
  fragment: FragmentPlace | undefined;
  /** Their texts, once somebody asked. */
  #source: string | undefined;
  #destination: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#walk();
  }

  /** ipv6_skip_exthdr(): to the transport's header; behind the first fragment there is none. */
  #walk(): void {
    let at = IPV6_HEADER;
    let namedAt = 6;
    this.fragment = undefined;
    for (;;) {
      const next = this.bytes[namedAt] ?? 0;
      if (next === FRAGMENT && this.fragment === undefined) {
        const word = ((this.bytes[at + 2] ?? 0) << 8) | (this.bytes[at + 3] ?? 0);
        const id = at + 8 <= this.bytes.length ? viewOf(this.bytes).getUint32(at + 4) : 0;
        this.fragment = { at, namedAt, offset: word & 0xfff8, more: (word & 1) === 1, id };
        namedAt = at;
        at += 8;
      } else if (SKIPPED.has(next) && at + 8 <= this.bytes.length && this.fragmentOffset === 0) {
        namedAt = at;
        at += ((this.bytes[at + 1] ?? 0) + 1) * 8;
      } else {
        this.protocol = next;
        this.headerLength = Math.min(at, this.bytes.length);
        return;
      }
    }
  }

  get fragmentOffset(): number {
    return this.fragment?.offset ?? 0;
  }

  get moreFragments(): boolean {
    return this.fragment?.more ?? false;
  }

  get fragmentData(): Uint8Array {
    return this.bytes.subarray((this.fragment?.at ?? IPV6_HEADER - 8) + 8);
  }

  get fragmentKey(): string {
    return `${this.source} ${this.destination} ${this.fragment?.id}`;
  }

  get isFragment(): boolean {
    return this.fragment !== undefined;
  }

  get trafficClass(): number {
    return (((this.bytes[0] ?? 0) << 4) | ((this.bytes[1] ?? 0) >> 4)) & 0xff;
  }

  /** The hop limit. */
  get ttl(): number {
    return this.bytes[7] ?? 0;
  }

  set ttl(hops: number) {
    this.bytes[7] = hops;
  }

  get source(): string {
    this.#source ??= bytesToIpv6(this.bytes.subarray(8));
    return this.#source;
  }

  get destination(): string {
    this.#destination ??= bytesToIpv6(this.bytes.subarray(24));
    return this.#destination;
  }

  set source(address: string) {
    this.bytes.set(ipv6ToBytes(address), 8);
    this.#source = address;
  }

  set destination(address: string) {
    this.bytes.set(ipv6ToBytes(address), 24);
    this.#destination = address;
  }

  get sourceText(): string {
    return this.source;
  }

  get destinationText(): string {
    return this.destination;
  }

  get payload(): Uint8Array {
    return this.bytes.subarray(this.headerLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  word(at: number): number {
    return (this.byte(at) << 8) | this.byte(at + 1);
  }

  own(): void {
    const copy = allocate(this.bytes.length);
    copy.set(this.bytes);
    this.replace(copy);
  }

  framed(link: Uint8Array): Uint8Array {
    const frame = allocate(ETHERNET_HEADER + this.bytes.length);
    for (let i = 0; i < ETHERNET_HEADER; i++) frame[i] = link[i] as number;
    frame.set(this.bytes, ETHERNET_HEADER);
    return frame;
  }

  replace(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.replaced = true;
    this.#source = undefined;
    this.#destination = undefined;
    this.#walk();
  }

  /** Sets the payload length from what the bytes are now. */
  seal(): void {
    viewOf(this.bytes).setUint16(4, this.bytes.length - IPV6_HEADER);
  }
}

/** The IPv6 packet in `bytes`, which it copies; undefined where version or length is wrong. */
export function receivePacket6(bytes: Uint8Array): Packet6 | undefined {
  if (bytes.length < IPV6_HEADER || (bytes[0] ?? 0) >> 4 !== 6) return undefined;
  const end = IPV6_HEADER + (((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0));
  return end > bytes.length ? undefined : new Packet6(bytes.slice(0, end));
}
