import { type Micros, SECOND } from '../clock.ts';
import type { NetDevice } from '../link/device.ts';
import type { NetEnvironment } from '../link/environment.ts';
import type { NeighbourInfo } from '../netlink.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { Neighbour, type NeighbourContext, type Waiting } from './neighbour.ts';

/** In milliseconds: 30 s (base_reachable_time), of which a half to three halves are drawn. */
const REACHABLE_MS = [15_000, 45_000] as const;
/** How often another reachable time is drawn (neigh_periodic_work). */
const REDRAW: Micros = 300 * SECOND;

type Protocol<A extends IpAddress, P extends Waiting> = Pick<
  NeighbourContext<A, P>,
  'etherType' | 'lockTime' | 'solicit' | 'failed'
>;

/** Signed numbers are what a Map finds quickest. */
const keyOf = (address: IpAddress): IpAddress => (typeof address === 'number' ? address | 0 : address);

/** The neighbours of one namespace by device (arp_tbl, nd_tbl). */
export class NeighbourTable<A extends IpAddress, P extends Waiting> {
  readonly #byDevice = new Map<NetDevice, Map<IpAddress, Neighbour<A, P>>>();
  readonly #context: NeighbourContext<A, P>;

  constructor(environment: NetEnvironment, protocol: Protocol<A, P>) {
    const { clock, random } = environment;
    let drawn: Micros = Number.NEGATIVE_INFINITY;
    let reachableTime: Micros = 0;
    this.#context = {
      ...protocol,
      get now() {
        return clock.now;
      },
      after: (delay, fire) => clock.after(delay, fire),
      get reachableTime() {
        if (clock.now - drawn > REDRAW) {
          drawn = clock.now;
          reachableTime = random.integer(...REACHABLE_MS) * 1000;
        }
        return reachableTime;
      },
    };
  }

  find(device: NetDevice, address: A): Neighbour<A, P> | undefined {
    return this.#byDevice.get(device)?.get(keyOf(address));
  }

  /** The entry for `address`, made where there is none. */
  get(device: NetDevice, address: A): Neighbour<A, P> {
    let entries = this.#byDevice.get(device);
    if (!entries) {
      entries = new Map();
      this.#byDevice.set(device, entries);
    }
    let entry = entries.get(keyOf(address));
    if (!entry) {
      entry = new Neighbour(this.#context, device, address);
      entries.set(keyOf(address), entry);
    }
    return entry;
  }

  /** Forgets all that is behind `device`: it went down, lost its carrier or changed its MAC (then not what was set by hand). */
  flush(device: NetDevice, keepPermanent = false): void {
    for (const entry of [...(this.#byDevice.get(device)?.values() ?? [])])
      if (!keepPermanent || entry.state !== 'PERMANENT') this.remove(device, entry.address);
  }

  /** Forgets one neighbour; false where there is none. */
  remove(device: NetDevice, address: A): boolean {
    const entry = this.find(device, address);
    entry?.forget();
    return this.#byDevice.get(device)?.delete(keyOf(address)) === true && entry?.state !== 'NONE';
  }

  /** By device and in the order they became known. */
  get list(): readonly NeighbourInfo[] {
    const list: NeighbourInfo[] = [];
    for (const entries of this.#byDevice.values()) {
      for (const entry of entries.values()) {
        const info = entry.info();
        if (info) list.push(info);
      }
    }
    return list;
  }
}
