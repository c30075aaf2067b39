import type { NetEnvironment } from '../link/environment.ts';
import type { LinkStatistics } from '../netlink.ts';
import { type Carrier, type Counters, type DeviceCount, Flow, flowEpoch, type Support } from './flow.ts';
import type { FlowTable } from './flow-table.ts';

const LINK_HEADER = 14;

/** The kinds of devices that note all that they do with a frame. */
const KINDS: ReadonlySet<string> = new Set(['veth', 'bridge']);

/** Where and how a packet sets out. */
interface Start {
  readonly table: FlowTable;
  readonly environment: NetEnvironment;
  /** The packet's bytes, and where its IP header begins in them. */
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly origin: Uint8Array | object;
}

/** What is noted of one packet while it goes the long way through a namespace. */
class Trail {
  readonly #start: Start;
  readonly #epoch = flowEpoch();
  /** As a frame. */
  readonly #length: number;
  readonly #supports: Support[] = [];
  readonly #devices: DeviceCount[] = [];
  readonly #counted: (readonly Counters[])[] = [];
  #longest = Number.POSITIVE_INFINITY;
  #verified = false;
  #forwarded = false;
  #link: Uint8Array | undefined;
  #carrier: Carrier | undefined;
  #lost = false;

  constructor(start: Start) {
    this.#start = start;
    this.#length = start.bytes.length - start.at + LINK_HEADER;
  }

  /** Something happens to the packet that would have to be asked about each time: no way is learnt. */
  lose(): void {
    this.#lost = true;
  }

  /** It passes a device that counts `length` bytes. */
  device(kind: string, statistics: LinkStatistics, sent: boolean, length: number): void {
    if (!KINDS.has(kind)) this.#lost = true;
    if (!this.#lost) this.#devices.push({ statistics, sent, less: this.#length - length });
  }

  lean(support: Support | undefined): void {
    if (support === undefined) this.#lost = true;
    else if (!this.#lost) this.#supports.push(support);
  }

  /** It was counted by rules and chains; undefined where they would have to be asked. */
  count(met: readonly Counters[] | undefined): void {
    if (met === undefined) this.#lost = true;
    else if (!this.#lost) this.#counted.push(met);
  }

  /** Longer frames do not pass here. */
  limit(length: number): void {
    this.#longest = Math.min(this.#longest, length);
  }

  verify(): void {
    this.#verified = true;
  }

  forward(): void {
    this.#forwarded = true;
  }

  /** It is sent to a neighbour under this header. */
  address(link: Uint8Array): void {
    if (this.#link !== undefined) this.#lost = true;
    this.#link = link;
  }

  /** A frame leaves. Only one may. */
  leave(carrier: Carrier): void {
    if (this.#carrier !== undefined) this.#lost = true;
    this.#carrier = carrier;
  }

  /** The packet has arrived: at who takes it in, or where it left by. */
  end(deliver?: (frame: Uint8Array) => void): void {
    const arrived = (deliver === undefined) !== (this.#carrier === undefined);
    // What the packet itself has changed, as the first from a port does, the next one finds otherwise.
    if (this.#lost || !arrived || this.#epoch !== flowEpoch()) return;
    const { table, environment, bytes, at, origin } = this.#start;
    const flow = new Flow({
      environment,
      // Not the frame itself: it would keep the others of its slab.
      origin: origin instanceof Uint8Array ? origin.slice(0, LINK_HEADER) : origin,
      supports: this.#supports,
      devices: this.#devices,
      counted: this.#counted.flat(),
      longest: this.#longest,
      verified: this.#verified,
      forwarded: this.#forwarded,
      link: this.#link,
      carrier: this.#carrier,
      deliver,
    });
    table.add(bytes, at, flow);
  }
}

/** Of the packet that is on its way just now, where a way may be learnt from it. */
export let trail: Trail | undefined;

/** A packet sets out. Nothing is learnt of one that sets out while another is on its way, nor of that one: it was answered on the way. */
export function setOut(start: Start): boolean {
  if (trail !== undefined) {
    trail.lose();
    return false;
  }
  if (start.table.notice() && !start.environment.trace.active) trail = new Trail(start);
  return trail !== undefined;
}

/** The packet that set out has arrived, or been lost. */
export function arrive(deliver?: (frame: Uint8Array) => void): void {
  const ended = trail;
  trail = undefined;
  ended?.end(deliver);
}
