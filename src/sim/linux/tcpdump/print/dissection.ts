import { bytesToIpv6, formatIpv4 } from '../../../kernel/wire/address.ts';
import { viewOf } from '../../../kernel/wire/bytes.ts';
import type { Conversations } from './conversations.ts';

/** How packets are printed: the counts of the options of these letters. */
export interface PrintOptions {
  readonly e: number;
  readonly n: number;
  readonly q: number;
  readonly v: number;
  readonly S: number;
  readonly K: number;
}

/** What numbers are called; undefined where they have no name, or where none are asked for. */
export interface Names {
  /** Of an address in its text form. Throws where it must be looked up first. */
  hostName(address: string): string | undefined;
  portName(protocol: 'tcp' | 'udp', port: number): string | undefined;
}

/** A payload below an IP header. */
export interface Transport {
  /** Where the IP header begins. */
  readonly ip: number;
  readonly at: number;
  /** Of the payload, as the header tells it. */
  readonly length: number;
  readonly protocol: number;
  readonly fragmented: boolean;
}

/** The printers that call each other in a circle. */
export interface Printers {
  ipv4(d: Dissection, at: number, length: number): void;
  ipv6(d: Dissection, at: number, length: number): void;
  transport(d: Dissection, transport: Transport): void;
}

/** Thrown where bytes were not captured that a printer checks for: `[|tcp]` says who, and the packet ends there. */
export const TRUNCATED = Symbol('truncated');
/** Thrown where it reads them unchecked: then nothing is known of the packet any more, not even its link header. */
export const LOST = Symbol('lost');

/** What all packets are printed with. */
export interface Surroundings {
  readonly options: PrintOptions;
  readonly names: Names;
  readonly conversations: Conversations;
  readonly printers: Printers;
}

/** One packet on its way through the printers (netdissect_options): its bytes as far as they may be read, and the line so far. */
export class Dissection {
  readonly bytes: Uint8Array;
  readonly options: PrintOptions;
  readonly names: Names;
  readonly conversations: Conversations;
  readonly printers: Printers;
  text = '';
  /** Whoever reads now, as truncation is reported. */
  protocol = '';
  /** No byte from here on may be read. */
  end: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, { options, names, conversations, printers }: Surroundings) {
    this.bytes = bytes;
    this.options = options;
    this.names = names;
    this.conversations = conversations;
    this.printers = printers;
    this.end = bytes.length;
    this.#view = viewOf(bytes);
  }

  print(text: string): void {
    this.text += text;
  }

  has(at: number, count: number): boolean {
    return at + count <= this.end;
  }

  /** The printer may go no further. */
  check(at: number, count: number): void {
    if (!this.has(at, count)) throw TRUNCATED;
  }

  /** Reading would do. */
  need(at: number, count: number): void {
    if (!this.has(at, count)) throw LOST;
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.#view.getUint16(at);
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.#view.getUint32(at);
  }

  ipv4(at: number): string {
    const address = formatIpv4(this.u32(at));
    return this.names.hostName(address) ?? address;
  }

  ipv6(at: number): string {
    const address = this.ipv6Number(at);
    return this.names.hostName(address) ?? address;
  }

  ipv6Number(at: number): string {
    this.need(at, 16);
    return bytesToIpv6(this.bytes.subarray(at, at + 16));
  }

  /** A MAC address; with names, what is known of its maker, which is nothing. */
  mac(at: number): string {
    const text = this.hex(at, 6, ':');
    if (this.options.n > 0) return text;
    return text === 'ff:ff:ff:ff:ff:ff' ? 'Broadcast' : `${text} (oui Unknown)`;
  }

  hex(at: number, count: number, between = ''): string {
    this.need(at, count);
    return [...this.bytes.subarray(at, at + count)].map((byte) => byte.toString(16).padStart(2, '0')).join(between);
  }

  port(protocol: 'tcp' | 'udp', port: number): string {
    return this.names.portName(protocol, port) ?? String(port);
  }

  truncated(): void {
    this.print(` [|${this.protocol}]`);
  }

  invalid(): void {
    this.print(' (invalid)');
  }
}

export const hex4 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

/** The names of the bits that are set, the lowest first. */
export function flagNames(
  flags: readonly (readonly [bit: number, name: string])[],
  value: number,
  between = ', ',
): string {
  const set = flags.filter(([bit]) => (value & bit) === bit).map(([, name]) => name);
  return set.length === 0 ? 'none' : set.join(between);
}
