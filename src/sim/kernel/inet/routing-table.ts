import type { NetDevice } from '../link/device.ts';
import { maskOf, matches } from './address-table.ts';
import { type IpRoute, RouteList } from './route-list.ts';

/** A route (struct fib_alias with its fib_info). */
export interface Route extends IpRoute<number> {
  readonly mask: number;
}

/** One routing table of a namespace. */
export class RoutingTable extends RouteList<number, Route> {
  protected ready(route: IpRoute<number>): Route {
    return { ...route, mask: maskOf(route.prefix) };
  }

  /** The route to `destination`, through `device` only where one is given. */
  find(destination: number, device?: NetDevice): Route | undefined {
    for (const route of this.routes) {
      if (matches(destination, route.destination, route.mask) && (device === undefined || route.device === device)) {
        return route;
      }
    }
    return undefined;
  }

  /** As the kernel dumps its trie: by destination, the longer prefix first, then by metric. */
  get list(): readonly Route[] {
    return [...this.routes].sort((a, b) => a.destination - b.destination || b.prefix - a.prefix || a.metric - b.metric);
  }
}
