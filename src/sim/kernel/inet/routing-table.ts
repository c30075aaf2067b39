import { Errno } from '../errno.ts';
import type { NetDevice } from '../link/device.ts';
import type { RouteInfo } from '../netlink.ts';
import { maskOf, matches } from './address-table.ts';

/** What a route says of its packets, where it does not simply lead on (enum rt_type): all but `throw` refuse them. */
export type RefusingType = 'blackhole' | 'unreachable' | 'prohibit' | 'throw';

/** A route (struct fib_alias with its fib_info). */
export interface Route {
  readonly destination: number;
  readonly prefix: number;
  readonly mask: number;
  readonly gateway: number | undefined;
  readonly device: NetDevice;
  /** Preferred source (RTA_PREFSRC). */
  readonly source: number | undefined;
  readonly scope: RouteInfo['scope'];
  readonly protocol: RouteInfo['protocol'];
  readonly metric: number;
  /** Left out: it leads on. Routes with a type have no device of their own; `lo` stands for it. */
  readonly type?: RefusingType;
  /** Its gateway is on the link, whatever the addresses say. */
  readonly onlink?: boolean;
}

const sameKey = (a: Route, b: Pick<Route, 'destination' | 'prefix'>): boolean =>
  a.destination === b.destination && a.prefix === b.prefix;

/** One routing table of a namespace. */
export class RoutingTable {
  /** Longest prefix first, then lowest metric, then first come: the first that matches is the route. */
  #routes: Route[] = [];

  /** Throws EEXIST where the table has a route with this destination and metric. */
  add(route: Omit<Route, 'mask'>): void {
    if (this.#routes.some((other) => sameKey(other, route) && other.metric === route.metric)) throw new Errno('EEXIST');
    this.append(route);
  }

  /** Puts a route in the place of the first to the same network with the same metric; false where there is none. */
  replace(route: Omit<Route, 'mask'>): boolean {
    const at = this.#routes.findIndex((other) => sameKey(other, route) && other.metric === route.metric);
    if (at >= 0) this.#routes[at] = { ...route, mask: maskOf(route.prefix) };
    return at >= 0;
  }

  /** Adds a route behind those with the same destination and metric (NLM_F_APPEND). */
  append(route: Omit<Route, 'mask'>): void {
    const added: Route = { ...route, mask: maskOf(route.prefix) };
    const at = this.#routes.findIndex(
      (other) => other.prefix < added.prefix || (other.prefix === added.prefix && other.metric > added.metric),
    );
    this.#routes.splice(at < 0 ? this.#routes.length : at, 0, added);
  }

  /** Removes the first route that fits all that is given. Throws ESRCH where there is none. */
  delete(wanted: Pick<Route, 'destination' | 'prefix'> & Partial<Route>): void {
    const at = this.#routes.findIndex(
      (route) =>
        sameKey(route, wanted) &&
        (wanted.gateway === undefined || wanted.gateway === route.gateway) &&
        (wanted.device === undefined || wanted.device === route.device) &&
        (wanted.metric === undefined || wanted.metric === route.metric) &&
        (wanted.type === undefined || wanted.type === route.type),
    );
    if (at < 0) throw new Errno('ESRCH');
    this.#routes.splice(at, 1);
  }

  /** Removes all routes that `doomed` holds for. */
  flush(doomed: (route: Route) => boolean): void {
    this.#routes = this.#routes.filter((route) => !doomed(route));
  }

  /** The route to `destination`, through `device` only where one is given. */
  find(destination: number, device?: NetDevice): Route | undefined {
    for (const route of this.#routes) {
      if (matches(destination, route.destination, route.mask) && (device === undefined || route.device === device)) {
        return route;
      }
    }
    return undefined;
  }

  get size(): number {
    return this.#routes.length;
  }

  /** As the kernel dumps its trie: by destination, the longer prefix first, then by metric. */
  get list(): readonly Route[] {
    return [...this.#routes].sort(
      (a, b) => a.destination - b.destination || b.prefix - a.prefix || a.metric - b.metric,
    );
  }
}
