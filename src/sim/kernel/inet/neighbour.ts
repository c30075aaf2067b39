import { MILLISECOND, type Micros, SECOND, type Timer } from '../clock.ts';
import { forgetFlows, type Support } from '../flow/flow.ts';
import { trail } from '../flow/trail.ts';
import type { NetDevice } from '../link/device.ts';
import { macText } from '../link/mac-address.ts';
import type { NeighbourInfo } from '../netlink.ts';
import { formatIp, type IpAddress } from '../wire/ip-address.ts';
import { linkHeader } from './link-header.ts';

type NeighbourState = NeighbourInfo['state'];

/** The kernel's defaults (net/ipv4/arp.c, arp_tbl.parms; in /proc/sys/net/ipv4/neigh/). */
const RETRANS_TIME: Micros = SECOND;
const DELAY_FIRST_PROBE: Micros = 5 * SECOND;
const UCAST_SOLICIT = 3;
const MCAST_SOLICIT = 3;
const UNRES_QLEN_BYTES = 212_992;
/** What the kernel counts for a queued packet beside its bytes (skb->truesize). */
const PACKET_OVERHEAD = 768;

/** What waits for an answer: a packet of either family. */
export interface Waiting {
  readonly length: number;
  /** The packet as a frame with this link header. */
  framed(header: Uint8Array): Uint8Array;
}

/** What an entry needs of the table around it: ARP's or neighbour discovery's. */
export interface NeighbourContext<A extends IpAddress, P extends Waiting> {
  readonly etherType: number;
  /** How long an answer that contradicts a younger one is not believed (neigh/locktime). */
  readonly lockTime: Micros;
  readonly now: Micros;
  after(delay: Micros, fire: () => void): Timer;
  /** base_reachable_time of 30 s, times ½ to 3/2. */
  readonly reachableTime: Micros;
  /** Asks for `entry`, with a packet that waits for it, where there is one; at its known MAC where `unicast`. */
  solicit(entry: Neighbour<A, P>, waiting: P | undefined, unicast: boolean): void;
  /** The entry has failed while these waited. */
  failed(entry: Neighbour<A, P>, waiting: readonly P[]): void;
}

/** One neighbour: a state machine after net/core/neighbour.c. */
export class Neighbour<A extends IpAddress, P extends Waiting> implements Support {
  readonly device: NetDevice;
  readonly address: A;
  state: NeighbourState | 'NONE' = 'NONE';
  /** 48-bit number; undefined until it was learned. */
  mac: number | undefined;
  /** It said that it forwards (NTF_ROUTER). */
  router = false;
  readonly #context: NeighbourContext<A, P>;
  /** The 14 bytes in front of each packet to it, ready made (struct hh_cache). */
  #header: Uint8Array | undefined;
  #queue: P[] = [];
  #queuedBytes = 0;
  #probes = 0;
  #confirmed: Micros = 0;
  #used: Micros = 0;
  #updated: Micros = 0;
  #timer: Timer | undefined;

  constructor(context: NeighbourContext<A, P>, device: NetDevice, address: A) {
    this.#context = context;
    this.device = device;
    this.address = address;
  }

  /** Sends `packet` to it now, or once its MAC is known (neigh_resolve_output). */
  send(packet: P): void {
    this.#used = this.#context.now;
    if (this.state === 'STALE') {
      this.state = 'DELAY';
      this.#updated = this.#context.now;
      this.#setTimer(DELAY_FIRST_PROBE);
    }
    trail?.lean(this.#header !== undefined && this.holds() ? this : undefined);
    if (this.#header !== undefined && this.state !== 'INCOMPLETE' && this.state !== 'FAILED') {
      this.#transmit(this.#header, packet);
      return;
    }
    this.#enqueue(packet);
    if (this.state !== 'INCOMPLETE') this.#startAsking();
  }

  /** Is nothing to be done but to send? */
  holds(): boolean {
    return this.#connected || this.state === 'PERMANENT';
  }

  use(now: Micros): void {
    this.#used = now;
  }

  #transmit(header: Uint8Array, packet: P): void {
    trail?.address(header);
    this.device.transmit(packet.framed(header));
  }

  #enqueue(packet: P): void {
    this.#queue.push(packet);
    this.#queuedBytes += packet.length + PACKET_OVERHEAD;
    while (this.#queuedBytes > UNRES_QLEN_BYTES && this.#queue.length > 1) {
      this.#queuedBytes -= (this.#queue.shift()?.length ?? 0) + PACKET_OVERHEAD;
    }
  }

  #startAsking(): void {
    this.state = 'INCOMPLETE';
    this.#probes = UCAST_SOLICIT;
    this.#updated = this.#context.now;
    this.#setTimer(RETRANS_TIME);
    this.#probe();
  }

  #probe(): void {
    const unicast = this.#probes < UCAST_SOLICIT && this.mac !== undefined;
    this.#probes++;
    this.#context.solicit(this, this.#queue.at(-1), unicast);
  }

  #setTimer(delay: Micros): void {
    this.#timer?.cancel();
    this.#timer = this.#context.after(Math.max(delay, 10 * MILLISECOND), () => this.#expire());
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** neigh_timer_handler(). */
  #expire(): void {
    this.#timer = undefined;
    const { now, reachableTime } = this.#context;
    switch (this.state) {
      case 'REACHABLE':
        if (now < this.#confirmed + reachableTime) this.#setTimer(this.#confirmed + reachableTime - now);
        else if (now <= this.#used + DELAY_FIRST_PROBE) this.#delay();
        else this.state = 'STALE';
        return;
      case 'DELAY':
        if (now <= this.#confirmed + DELAY_FIRST_PROBE) this.#setReachable();
        else this.#startProbing();
        return;
      case 'PROBE':
      case 'INCOMPLETE':
        this.#askAgain();
    }
  }

  #delay(): void {
    this.state = 'DELAY';
    this.#setTimer(DELAY_FIRST_PROBE);
  }

  #startProbing(): void {
    this.state = 'PROBE';
    this.#probes = 0;
    this.#setTimer(RETRANS_TIME);
    this.#probe();
  }

  #askAgain(): void {
    const limit = this.state === 'PROBE' ? UCAST_SOLICIT : UCAST_SOLICIT + MCAST_SOLICIT;
    if (this.#probes >= limit) {
      this.#fail();
      return;
    }
    this.#setTimer(RETRANS_TIME);
    this.#probe();
  }

  #fail(): void {
    this.state = 'FAILED';
    this.#updated = this.#context.now;
    this.#header = undefined;
    this.mac = undefined;
    const waiting = this.#takeQueue();
    this.#context.failed(this, waiting);
  }

  #takeQueue(): P[] {
    const waiting = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    return waiting;
  }

  #setReachable(): void {
    this.state = 'REACHABLE';
    this.#setTimer(this.#context.reachableTime);
  }

  /**
   * Takes in what ARP or neighbour discovery heard (neigh_update). A reply to our question makes it REACHABLE; anything else is a hint: STALE.
   * @returns true where the MAC is new
   */
  update(mac: number, confirmed: boolean, override: boolean): boolean {
    const { now } = this.#context;
    if (this.state === 'PERMANENT') return false;
    const changed = this.mac !== mac;
    const believed = override || now > this.#updated + this.#context.lockTime || this.mac === undefined;
    if (changed && !believed) return false;
    if (changed) this.#learnMac(mac);
    this.#updated = now;
    if (confirmed) this.#confirm();
    else if (changed || !this.#connected) this.#suspect();
    for (const packet of this.#takeQueue()) this.send(packet);
    return changed;
  }

  /** Sets it by hand (neigh_update with NEIGH_UPDATE_F_ADMIN): a permanent one never changes by itself. */
  assign(mac: number, state: 'PERMANENT' | 'STALE' | 'REACHABLE'): void {
    this.#stopTimer();
    this.#learnMac(mac);
    this.#updated = this.#context.now;
    this.state = state;
    if (state === 'REACHABLE') this.#confirm();
    for (const packet of this.#takeQueue()) this.send(packet);
  }

  get #connected(): boolean {
    return this.state === 'REACHABLE' || this.state === 'DELAY' || this.state === 'PROBE';
  }

  #confirm(): void {
    this.#confirmed = this.#context.now;
    this.#setReachable();
  }

  #suspect(): void {
    this.#stopTimer();
    this.state = 'STALE';
  }

  #learnMac(mac: number): void {
    this.mac = mac;
    this.#header = linkHeader(mac, this.device.macNumber, this.#context.etherType);
    forgetFlows();
  }

  forget(): void {
    forgetFlows();
    this.#timer?.cancel();
    this.#queue = [];
  }

  /** Undefined before it was ever asked for. */
  info(): NeighbourInfo | undefined {
    if (this.state === 'NONE') return undefined;
    const lladdr = this.mac === undefined ? {} : { lladdr: macText(this.mac) };
    return {
      address: formatIp(this.address),
      device: this.device.name,
      state: this.state,
      probes: this.#probes,
      // Its timer refers to it.
      references: this.#timer === undefined ? 0 : 1,
      ages: [this.#used, this.#confirmed, this.#updated].map((then) => this.#context.now - then),
      ...lladdr,
      ...(this.router && { router: true }),
    };
  }
}
