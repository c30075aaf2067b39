import type { Micros } from '../clock.ts';
import { Cable } from './cable.ts';
import { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { ForwardingTable } from './forwarding-table.ts';
import { isGroup, macAt, randomMac } from './mac-address.ts';

interface EthernetOptions {
  readonly name: string;
  readonly mac?: string;
  readonly mtu?: number;
}

/** A plain network card, plugged into at most one LAN segment. */
export class Ethernet extends NetDevice {
  #segment: LanSegment | undefined;

  constructor(environment: NetEnvironment, options: EthernetOptions) {
    super(environment, { kind: 'ethernet', ...options, mac: options.mac ?? randomMac(environment.random) });
  }

  /** Joins a segment, or with undefined pulls the cable out. */
  plug(segment: LanSegment | undefined): void {
    this.#segment?.remove(this);
    this.#segment = segment;
    segment?.add(this);
    this.announceChange();
  }

  get carrier(): boolean {
    return this.#segment !== undefined;
  }

  protected override get defaultQdisc(): string {
    return 'fq_codel';
  }

  protected send(frame: Uint8Array): void {
    this.#segment?.carry(this, frame);
  }

  override destroy(): void {
    this.plug(undefined);
  }
}

/** How long a frame takes from a card to the switch and on to the next. */
const LEAST: Micros = 60;
const MOST: Micros = 140;

/** A switch that joins the network cards of several machines; it learns as a bridge does. */
export class LanSegment {
  readonly #environment: NetEnvironment;
  readonly #table: ForwardingTable;
  readonly #cables = new Map<NetDevice, Cable<Uint8Array>>();

  /** @param environment its clock and random are used; `machine` names the segment */
  constructor(environment: NetEnvironment) {
    this.#environment = environment;
    this.#table = new ForwardingTable(() => environment.clock.now);
  }

  add(card: Ethernet): void {
    this.#cables.set(card, new Cable(this.#environment, (frame) => card.receive(frame), LEAST, MOST));
  }

  remove(card: Ethernet): void {
    this.#cables.delete(card);
    this.#table.flush(card);
  }

  /** Takes a frame from one card to the others, or to the one that its address was learned behind. */
  carry(from: Ethernet, frame: Uint8Array): void {
    this.#table.learn(macAt(frame, 6), from);
    const known = isGroup(frame) ? undefined : this.#table.find(macAt(frame, 0))?.port;
    for (const [to, cable] of this.#cables) {
      if (to === from || (known !== undefined && to !== known)) continue;
      cable.carry(frame);
    }
  }
}
