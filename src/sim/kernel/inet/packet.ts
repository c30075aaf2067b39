import { ETHERNET_HEADER, type NetDevice } from '../link/device.ts';
import { formatIpv4 } from '../wire/address.ts';
import { checksumRange, long, putLong, putWord, word } from '../wire/bytes.ts';
import { allocate } from '../wire/memory.ts';
import type { IpPacket } from './ip-packet.ts';

export const IPV4_HEADER = 20;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;

/** What a packet's header says at first; addresses are unsigned numbers. */
interface Ipv4Header {
  readonly tos: number;
  readonly id: number;
  readonly dontFragment: boolean;
  readonly ttl: number;
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
}

/**
 * An IPv4 packet on its way through one namespace (struct sk_buff). Its fields are read from and written to its
 * bytes, so that no hop parses or emits it anew. Addresses are unsigned 32-bit numbers.
 *
 * It shares the bytes of the frame that it came in, and takes a copy at the first change; there is room for a link header
 * in front of what it has to itself, so that it leaves in the same bytes ({@link framed}).
 */
export class Packet implements IpPacket {
  #buffer: Uint8Array;
  #start: number;
  #length: number;
  /** May it change its bytes? Nobody else has them. */
  #owned: boolean;
  #bytes: Uint8Array | undefined;
  /** Where it came in; undefined for packets made here. */
  inDevice: NetDevice | undefined = undefined;
  /** Where it will go out, once routed. */
  outDevice: NetDevice | undefined = undefined;
  /** The frame that it came in. */
  frame: Uint8Array | undefined = undefined;
  /** It came in a frame to a group MAC: such are neither forwarded nor answered with errors. */
  linkGroup = false;
  /** Has it other bytes than it came with? */
  replaced = false;
  /** fwmark. */
  mark = 0;
  /** What connection tracking attached (nf_conn); inet only carries it. */
  connection: unknown = undefined;

  /**
   * @param start where its header begins in `buffer`, and `length` how many bytes it has from there
   * @param owned nobody else has these bytes
   */
  constructor(buffer: Uint8Array, start = 0, length = buffer.length - start, owned = true) {
    this.#buffer = buffer;
    this.#start = start;
    this.#length = length;
    this.#owned = owned;
  }

  /** A packet with this header, without options, and a copy of `payload`; there is room for a link header. */
  static make(header: Ipv4Header, payload: Uint8Array | Packet): Packet {
    if (payload instanceof Packet && !payload.#plain) return Packet.make(header, payload.payload);
    const at = ETHERNET_HEADER;
    const length = payload instanceof Packet ? payload.length : IPV4_HEADER + payload.length;
    const buffer = allocate(at + length);
    // To copy all is quicker than to make a view of a part first.
    if (payload instanceof Packet) buffer.set(payload.#buffer);
    else buffer.set(payload, at + IPV4_HEADER);
    buffer[at] = 0x45;
    buffer[at + 1] = header.tos;
    putWord(buffer, at + 2, length);
    putWord(buffer, at + 4, header.id);
    putWord(buffer, at + 6, header.dontFragment ? DONT_FRAGMENT : 0);
    buffer[at + 8] = header.ttl;
    buffer[at + 9] = header.protocol;
    putLong(buffer, at + 12, header.source);
    putLong(buffer, at + 16, header.destination);
    putWord(buffer, at + 10, 0);
    putWord(buffer, at + 10, checksumRange(buffer, at, at + IPV4_HEADER));
    return new Packet(buffer, at, length);
  }

  /** Is it as {@link make} makes them: in a frame of its own, without options? */
  get #plain(): boolean {
    return (
      this.#start === ETHERNET_HEADER &&
      this.#buffer.length === ETHERNET_HEADER + this.#length &&
      this.headerLength === IPV4_HEADER
    );
  }

  /** Where its bytes are, and {@link start}: where its header begins there. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  get start(): number {
    return this.#start;
  }

  get length(): number {
    return this.#length;
  }

  /** From the IP header on, nothing behind. Only to be written to after {@link own}. */
  get bytes(): Uint8Array {
    const [buffer, start, length] = [this.#buffer, this.#start, this.#length];
    this.#bytes ??= length === buffer.length ? buffer : buffer.subarray(start, start + length);
    return this.#bytes;
  }

  /** The byte at `at`, counted from the IP header; 0 behind the end of the buffer. */
  byte(at: number): number {
    return this.#buffer[this.#start + at] ?? 0;
  }

  /** Two bytes as a number. */
  word(at: number): number {
    return (this.byte(at) << 8) | this.byte(at + 1);
  }

  #long(at: number): number {
    return long(this.#buffer, this.#start + at);
  }

  /** Lets the bytes be its own, so that they can be changed: nobody else's, and nobody has been shown them. */
  own(): void {
    if (this.#owned && this.#bytes === undefined) return;
    const [frame, start, length] = [this.#buffer, this.#start, this.#length];
    const copy = allocate(ETHERNET_HEADER + length);
    if (start === ETHERNET_HEADER && frame.length === copy.length) copy.set(frame);
    else copy.set(frame.subarray(start, start + length), ETHERNET_HEADER);
    this.#buffer = copy;
    this.#start = ETHERNET_HEADER;
    this.#bytes = undefined;
    this.#owned = true;
    this.replaced = true;
  }

  /** Puts other bytes in place, which are its own: another header and payload, checksum included. */
  replace(bytes: Uint8Array): void {
    this.#buffer = bytes;
    this.#start = 0;
    this.#length = bytes.length;
    this.#bytes = undefined;
    this.#owned = true;
    this.replaced = true;
  }

  /**
   * The packet as a frame, with the first 14 bytes of `link` as its header. The frame is in the packet's own bytes where
   * they have room for it: from then on they are shared.
   */
  framed(link: Uint8Array): Uint8Array {
    const inPlace = this.#owned && this.#start === ETHERNET_HEADER;
    const frame = inPlace ? this.#buffer : allocate(ETHERNET_HEADER + this.#length);
    if (!inPlace) frame.set(this.bytes, ETHERNET_HEADER);
    for (let i = 0; i < ETHERNET_HEADER; i++) frame[i] = link[i] as number;
    if (inPlace) this.#owned = false;
    return frame;
  }

  get headerLength(): number {
    return (this.byte(0) & 0x0f) * 4;
  }

  get tos(): number {
    return this.byte(1);
  }

  get id(): number {
    return this.word(4);
  }

  get dontFragment(): boolean {
    return (this.word(6) & DONT_FRAGMENT) !== 0;
  }

  get moreFragments(): boolean {
    return (this.word(6) & MORE_FRAGMENTS) !== 0;
  }

  /** In bytes. */
  get fragmentOffset(): number {
    return (this.word(6) & 0x1fff) * 8;
  }

  get isFragment(): boolean {
    return (this.word(6) & 0x3fff) !== 0;
  }

  get fragmentData(): Uint8Array {
    return this.payload;
  }

  get fragmentKey(): string {
    return `${this.source} ${this.destination} ${this.id} ${this.protocol}`;
  }

  get ttl(): number {
    return this.byte(8);
  }

  get protocol(): number {
    return this.byte(9);
  }

  get source(): number {
    return this.#long(12);
  }

  get destination(): number {
    return this.#long(16);
  }

  get sourceText(): string {
    return formatIpv4(this.source);
  }

  get destinationText(): string {
    return formatIpv4(this.destination);
  }

  get payload(): Uint8Array {
    return this.#buffer.subarray(this.#start + this.headerLength, this.#start + this.#length);
  }

  /** Each setter leaves the header's checksum right; the ones of the transport are the writer's business. */
  set ttl(ttl: number) {
    this.own();
    this.#buffer[this.#start + 8] = ttl;
    this.writeChecksum();
  }

  set source(address: number) {
    this.own();
    putLong(this.#buffer, this.#start + 12, address);
    this.writeChecksum();
  }

  set destination(address: number) {
    this.own();
    putLong(this.#buffer, this.#start + 16, address);
    this.writeChecksum();
  }

  /** Writes two bytes at `at`, counted from the IP header. */
  putWord(at: number, value: number): void {
    this.own();
    putWord(this.#buffer, this.#start + at, value);
  }

  setFragment(offset: number, more: boolean): void {
    const kept = this.word(6) & DONT_FRAGMENT;
    this.putWord(6, kept | (more ? MORE_FRAGMENTS : 0) | (offset >> 3));
  }

  /** Sets the total length and the checksum from what the bytes are now. */
  seal(): void {
    this.putWord(2, this.#length);
    this.writeChecksum();
  }

  /** The Internet checksum of what lies behind the header: 0 where that holds a right one. */
  get payloadChecksum(): number {
    return checksumRange(this.#buffer, this.#start + this.headerLength, this.#start + this.#length);
  }

  private writeChecksum(): void {
    this.putWord(10, 0);
    this.putWord(10, checksumRange(this.#buffer, this.#start, this.#start + this.headerLength));
  }
}

/**
 * The IPv4 packet from `start` on in `buffer`, whose bytes it shares; what lies behind its end is padding. Undefined where
 * lengths, version or checksum are wrong.
 */
export function receivePacket(buffer: Uint8Array, start = 0): Packet | undefined {
  const room = buffer.length - start;
  if (room < IPV4_HEADER) return undefined;
  const first = buffer[start] as number;
  const header = (first & 0x0f) * 4;
  const total = word(buffer, start + 2);
  if (first >> 4 !== 4 || header < IPV4_HEADER || total < header || total > room) return undefined;
  if (checksumRange(buffer, start, start + header) !== 0) return undefined;
  return new Packet(buffer, start, total, false);
}
