import { type Micros, SECOND, type Timer } from '../clock.ts';
import type { NetDevice } from '../link/device.ts';
import type { NetEnvironment } from '../link/environment.ts';
import type { NeighbourInfo } from '../netlink.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { Neighbour, type NeighbourContext, type Waiting } from './neighbour.ts';

/** In milliseconds: 30 s (base_reachable_time), of which a half to three halves are drawn. */
const REACHABLE_MS = [15_000, 45_000] as const;
/** How often another reachable time is drawn (neigh_periodic_work). */
const REDRAW: Micros = 300 * SECOND;

type Protocol<A extends IpAddress, P extends Waiting> = Pick<NeighbourContext<A, P>, 'etherType' | 'lockTime'>;

/** Whose neighbours they are: it asks for them, and hears of those that do not answer. */
interface Owner<A extends IpAddress, P extends Waiting> {
  readonly environment: NetEnvironment;
  solicit(...asked: Parameters<NeighbourContext<A, P>['solicit']>): void;
  neighbourFailed(...failed: Parameters<NeighbourContext<A, P>['failed']>): void;
}

/** Signed numbers are what a Map finds quickest. */
const keyOf = (address: IpAddress): IpAddress => (typeof address === 'number' ? address | 0 : address);

/** The neighbours of one namespace by device (arp_tbl, nd_tbl). */
export class NeighbourTable<A extends IpAddress, P extends Waiting> implements NeighbourContext<A, P> {
  readonly etherType: number;
  readonly lockTime: Micros;
  /** There once somebody has a neighbour. */
  #byDevice: Map<NetDevice, Map<IpAddress, Neighbour<A, P>>> | undefined;
  readonly #owner: Owner<A, P>;
  #drawn: Micros = Number.NEGATIVE_INFINITY;
  #reachableTime: Micros = 0;

  constructor(owner: Owner<A, P>, { etherType, lockTime }: Protocol<A, P>) {
    this.#owner = owner;
    this.etherType = etherType;
    this.lockTime = lockTime;
  }

  get now(): Micros {
    return this.#owner.environment.clock.now;
  }

  get reachableTime(): Micros {
    const { clock, random } = this.#owner.environment;
    if (clock.now - this.#drawn > REDRAW) {
      this.#drawn = clock.now;
      this.#reachableTime = random.integer(...REACHABLE_MS) * 1000;
    }
    return this.#reachableTime;
  }

  after(delay: Micros, fire: () => void): Timer {
    return this.#owner.environment.clock.after(delay, fire);
  }

  solicit(entry: Neighbour<A, P>, waiting: P | undefined, unicast: boolean): void {
    this.#owner.solicit(entry, waiting, unicast);
  }

  failed(entry: Neighbour<A, P>, waiting: readonly P[]): void {
    this.#owner.neighbourFailed(entry, waiting);
  }

  find(device: NetDevice, address: A): Neighbour<A, P> | undefined {
    return this.#byDevice?.get(device)?.get(keyOf(address));
  }

  /** The entry for `address`, made where there is none. */
  get(device: NetDevice, address: A): Neighbour<A, P> {
    this.#byDevice ??= new Map();
    let entries = this.#byDevice.get(device);
    if (!entries) {
      entries = new Map();
      this.#byDevice.set(device, entries);
    }
    let entry = entries.get(keyOf(address));
    if (!entry) {
      entry = new Neighbour(this, device, address);
      entries.set(keyOf(address), entry);
    }
    return entry;
  }

  /** Forgets all that is behind `device`: it went down, lost its carrier or changed its MAC (then not what was set by hand). */
  flush(device: NetDevice, keepPermanent = false): void {
    for (const entry of [...(this.#byDevice?.get(device)?.values() ?? [])])
      if (!keepPermanent || entry.state !== 'PERMANENT') this.remove(device, entry.address);
  }

  /** Forgets one neighbour; false where there is none. */
  remove(device: NetDevice, address: A): boolean {
    const entry = this.find(device, address);
    entry?.forget();
    return this.#byDevice?.get(device)?.delete(keyOf(address)) === true && entry?.state !== 'NONE';
  }

  /** By device and in the order they became known. */
  get list(): readonly NeighbourInfo[] {
    const list: NeighbourInfo[] = [];
    for (const entries of this.#byDevice?.values() ?? []) {
      for (const entry of entries.values()) {
        const info = entry.info();
        if (info) list.push(info);
      }
    }
    return list;
  }
}
