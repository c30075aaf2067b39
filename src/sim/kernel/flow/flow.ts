import type { Micros } from '../clock.ts';
import type { NetEnvironment } from '../link/environment.ts';
import type { LinkStatistics } from '../netlink.ts';
import { checksumRange, putWord } from '../wire/bytes.ts';
import { allocate } from '../wire/memory.ts';

const LINK_HEADER = 14;
const TTL = LINK_HEADER + 8;
const CHECKSUM = LINK_HEADER + 10;
const IP_END = LINK_HEADER + 20;

let epoch = 0;

/**
 * To be called by all that may change what becomes of a packet: an address, a route, a rule, a setting, a link, who is
 * behind which port, who listens. No way that was learnt holds any more.
 */
export function forgetFlows(): void {
  epoch++;
}

/** Another number after each {@link forgetFlows}. */
export const flowEpoch = (): number => epoch;

/** What a way leans on and time may end without anybody's doing: a connection, a neighbour, who is behind which port. */
export interface Support {
  /** Would it do with this frame, at the moment `now`, what it did with the one that the way was learnt from? */
  holds(now: Micros, frame: Uint8Array): boolean;
  /** Notes that a frame has passed. */
  use(now: Micros, frame: Uint8Array): void;
}

/** A rule, or a chain whose policy decided. */
export interface Counters {
  packets: number;
  bytes: number;
}

/** Where a device counts a frame, and how many of its bytes it leaves out. */
export interface DeviceCount {
  readonly statistics: LinkStatistics;
  readonly sent: boolean;
  readonly less: number;
}

/** What carries a frame to where the next way begins. */
export interface Carrier {
  carry(frame: Uint8Array): void;
}

/** What happened to the one packet that a way was learnt from. */
export interface Way {
  readonly environment: NetEnvironment;
  /** How it began: under a link header, or along a route. */
  readonly origin: Uint8Array | object;
  readonly supports: readonly Support[];
  readonly devices: readonly DeviceCount[];
  readonly counted: readonly Counters[];
  /** Longer frames do not pass whole. */
  readonly longest: number;
  /** Has a namespace looked at the IP header? */
  readonly verified: boolean;
  /** Was it forwarded: with less to live, and another link header? */
  readonly forwarded: boolean;
  /** The link header for the neighbour that it was sent to. */
  readonly link: Uint8Array | undefined;
  /** What it left by, or who took it in. */
  readonly carrier: Carrier | undefined;
  readonly deliver: ((frame: Uint8Array) => void) | undefined;
}

/** A way through one namespace that was learnt: from a device or a socket to a device, or to who takes packets in. */
export class Flow {
  readonly #epoch = epoch;
  readonly #way: Way;

  constructor(way: Way) {
    this.#way = way;
  }

  get origin(): Uint8Array | object {
    return this.#way.origin;
  }

  get link(): Uint8Array | undefined {
    return this.#way.link;
  }

  get valid(): boolean {
    const { trace } = this.#way.environment;
    return this.#epoch === epoch && !trace.active && (trace.captures === undefined || trace.captures.size === 0);
  }

  /** Does with a frame of this flow, being {@link valid}, all that the long way would do; where that must be gone it returns false, and has done nothing. */
  take(frame: Uint8Array): boolean {
    const { environment, supports, longest, verified, forwarded } = this.#way;
    if (frame.length > longest || (forwarded && (frame[TTL] as number) <= 1)) return false;
    if (verified && checksumRange(frame, LINK_HEADER, IP_END) !== 0) return false;
    const { now } = environment.clock;
    for (let i = 0; i < supports.length; i++) if (!(supports[i] as Support).holds(now, frame)) return false;
    for (let i = 0; i < supports.length; i++) (supports[i] as Support).use(now, frame);
    this.#count(frame.length);
    this.#pass(frame);
    return true;
  }

  #count(length: number): void {
    const { devices, counted } = this.#way;
    for (let i = 0; i < devices.length; i++) {
      const { statistics, sent, less } = devices[i] as DeviceCount;
      if (sent) {
        statistics.txPackets++;
        statistics.txBytes += length - less;
      } else {
        statistics.rxPackets++;
        statistics.rxBytes += length - less;
      }
    }
    for (let i = 0; i < counted.length; i++) {
      const one = counted[i] as Counters;
      one.packets++;
      one.bytes += length - LINK_HEADER;
    }
  }

  #pass(frame: Uint8Array): void {
    const { carrier, deliver, forwarded, link } = this.#way;
    if (carrier === undefined) deliver?.(frame);
    else carrier.carry(forwarded && link !== undefined ? passedOn(frame, link) : frame);
  }
}

/** The frame as a router sends it on. */
function passedOn(frame: Uint8Array, link: Uint8Array): Uint8Array {
  const out = allocate(frame.length);
  out.set(frame);
  for (let i = 0; i < LINK_HEADER; i++) out[i] = link[i] as number;
  out[TTL] = (out[TTL] as number) - 1;
  putWord(out, CHECKSUM, 0);
  putWord(out, CHECKSUM, checksumRange(out, LINK_HEADER, IP_END));
  return out;
}
