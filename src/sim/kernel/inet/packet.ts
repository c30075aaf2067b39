import type { NetDevice } from '../link/device.ts';
import { formatIpv4 } from '../wire/address.ts';
import { checksumRange, long, putLong, putWord, word } from '../wire/bytes.ts';
import { allocate } from '../wire/memory.ts';
import type { IpPacket } from './ip-packet.ts';
import type { Piece } from './reassembly.ts';

export const IPV4_HEADER = 20;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;

/**
 * An IPv4 packet on its way through one namespace (struct sk_buff). Its fields are read from and written to its
 * bytes, so that no hop parses or emits it anew. The bytes are its own: whoever changes some may do so in place.
 * Addresses are unsigned 32-bit numbers.
 */
export class Packet implements IpPacket, Piece {
  /** From the IP header on, nothing behind. */
  bytes: Uint8Array;
  /** Where it came in; undefined for packets made here. */
  inDevice: NetDevice | undefined;
  /** Where it will go out, once routed. */
  outDevice: NetDevice | undefined;
  /** It came in a frame to a group MAC: such are neither forwarded nor answered with errors. */
  linkGroup = false;
  /** Has it other bytes than it came with? */
  replaced = false;
  /** fwmark. */
  mark = 0;
  /** What connection tracking attached (nf_conn); inet only carries it. */
  connection: unknown;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get headerLength(): number {
    return ((this.bytes[0] ?? 0) & 0x0f) * 4;
  }

  get tos(): number {
    return this.bytes[1] ?? 0;
  }

  get id(): number {
    return word(this.bytes, 4);
  }

  get dontFragment(): boolean {
    return (word(this.bytes, 6) & DONT_FRAGMENT) !== 0;
  }

  get moreFragments(): boolean {
    return (word(this.bytes, 6) & MORE_FRAGMENTS) !== 0;
  }

  /** In bytes. */
  get fragmentOffset(): number {
    return (word(this.bytes, 6) & 0x1fff) * 8;
  }

  get isFragment(): boolean {
    return (word(this.bytes, 6) & 0x3fff) !== 0;
  }

  get fragmentData(): Uint8Array {
    return this.payload;
  }

  get fragmentKey(): string {
    return `${this.source} ${this.destination} ${this.id} ${this.protocol}`;
  }

  get ttl(): number {
    return this.bytes[8] ?? 0;
  }

  get protocol(): number {
    return this.bytes[9] ?? 0;
  }

  get source(): number {
    return long(this.bytes, 12);
  }

  get destination(): number {
    return long(this.bytes, 16);
  }

  get sourceText(): string {
    return formatIpv4(this.source);
  }

  get destinationText(): string {
    return formatIpv4(this.destination);
  }

  get payload(): Uint8Array {
    return this.bytes.subarray(this.headerLength);
  }

  /** Each setter leaves the header's checksum right; the ones of the transport are the writer's business. */
  set ttl(ttl: number) {
    this.bytes[8] = ttl;
    this.writeChecksum();
  }

  set source(address: number) {
    putLong(this.bytes, 12, address);
    this.writeChecksum();
  }

  set destination(address: number) {
    putLong(this.bytes, 16, address);
    this.writeChecksum();
  }

  /** Puts other bytes in place: another header and payload, checksum included. What it came with stays as it was. */
  replace(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.replaced = true;
  }

  setFragment(offset: number, more: boolean): void {
    const kept = word(this.bytes, 6) & DONT_FRAGMENT;
    putWord(this.bytes, 6, kept | (more ? MORE_FRAGMENTS : 0) | (offset >> 3));
  }

  /** Sets the total length and the checksum from what the bytes are now. */
  seal(): void {
    putWord(this.bytes, 2, this.bytes.length);
    this.writeChecksum();
  }

  private writeChecksum(): void {
    putWord(this.bytes, 10, 0);
    putWord(this.bytes, 10, checksumRange(this.bytes, 0, this.headerLength));
  }
}

/** The IPv4 packet in `bytes`, which it copies; undefined where lengths, version or checksum are wrong. */
export function receivePacket(bytes: Uint8Array): Packet | undefined {
  if (bytes.length < IPV4_HEADER) return undefined;
  const header = ((bytes[0] ?? 0) & 0x0f) * 4;
  const total = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  if ((bytes[0] ?? 0) >> 4 !== 4 || header < IPV4_HEADER || total < header || total > bytes.length) return undefined;
  if (checksumRange(bytes, 0, header) !== 0) return undefined;
  const copy = allocate(total);
  copy.set(total === bytes.length ? bytes : bytes.subarray(0, total));
  return new Packet(copy);
}
