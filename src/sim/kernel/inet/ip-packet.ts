import type { NetDevice } from '../link/device.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { Piece } from './reassembly.ts';

/** A packet of either family on its way through one namespace (struct sk_buff): what transports and netfilter see of it. */
export interface IpPacket extends Piece {
  /** From the IP header on, nothing behind. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** The byte at `at`, counted from the IP header; 0 behind the end. */
  byte(at: number): number;
  /** Two bytes as a number. */
  word(at: number): number;
  /** Lets the bytes be its own, so that they can be changed. */
  own(): void;
  /** The packet as a frame with the link header that is in the first bytes of `link`. */
  framed(link: Uint8Array): Uint8Array;
  /** Where it came in; undefined for packets made here. */
  inDevice: NetDevice | undefined;
  /** Where it will go out, once routed. */
  outDevice: NetDevice | undefined;
  /** The frame that it came in, where that is known. */
  readonly frame?: Uint8Array | undefined;
  /** It came in a frame to a group MAC. */
  readonly linkGroup: boolean;
  mark: number;
  /** Has it other bytes than it came with? */
  readonly replaced: boolean;
  /** What connection tracking attached (nf_conn). */
  connection: unknown;
  /** The transport's number: of IPv6, what follows the extension headers. */
  readonly protocol: number;
  /** Where the transport's header begins. */
  readonly headerLength: number;
  /** TTL or hop limit. */
  readonly ttl: number;
  readonly isFragment: boolean;
  source: IpAddress;
  destination: IpAddress;
  readonly sourceText: string;
  readonly destinationText: string;
  /** From the transport's header on. */
  readonly payload: Uint8Array;
}
