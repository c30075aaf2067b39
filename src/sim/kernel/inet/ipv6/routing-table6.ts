import type { NetDevice } from '../../link/device.ts';
import { type IpRoute, RouteList } from '../route-list.ts';
import { bitsOf, maskBits } from './address.ts';

/** A route of the `main` table (struct fib6_info). */
export interface Route6 extends IpRoute<string> {
  readonly mask: bigint;
  readonly network: bigint;
}

/** What most routes lead to. */
const LINK_LOCAL = { destination: 'fe80::', prefix: 64, mask: maskBits(64), network: bitsOf('fe80::') };

/** The `main` routing table of one namespace. */
export class RoutingTable6 extends RouteList<string, Route6> {
  /** How many routes each device has: a host with a thousand veths asks of a new one. */
  #counts: Map<NetDevice, number> | undefined;

  protected ready(route: IpRoute<string>): Route6 {
    if (route.destination === LINK_LOCAL.destination && route.prefix === LINK_LOCAL.prefix)
      return { ...route, ...LINK_LOCAL };
    return { ...route, mask: maskBits(route.prefix), network: bitsOf(route.destination) };
  }

  protected override came(device: NetDevice, more: 1 | -1): void {
    this.#counts ??= new Map();
    this.#counts.set(device, (this.#counts.get(device) ?? 0) + more);
    if (this.#counts.get(device) === 0) this.#counts.delete(device);
  }

  /** The route to `destination`, through `device` only where one is given; what leads nowhere now is passed over. */
  find(destination: string, device?: NetDevice): Route6 | undefined {
    const bits = bitsOf(destination);
    return this.routes.find(
      (route) =>
        (bits & route.mask) === route.network &&
        (device === undefined || route.device === device) &&
        (route.prefix > 0 || route.device.carrier),
    );
  }

  /** Is this network reached by this device already? */
  has(destination: string, prefix: number, device: NetDevice): boolean {
    if (this.#counts?.has(device) !== true) return false;
    return this.routes.some(
      (route) => route.device === device && route.prefix === prefix && route.destination === destination,
    );
  }

  /** As the kernel dumps its tree: by destination, the default route last, then by metric. */
  get list(): readonly Route6[] {
    return [...this.routes].sort((a, b) => {
      if ((a.prefix === 0) !== (b.prefix === 0)) return a.prefix === 0 ? 1 : -1;
      if (a.network !== b.network) return a.network < b.network ? -1 : 1;
      return a.prefix - b.prefix || a.metric - b.metric;
    });
  }
}
