import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import type { NetDevice } from '../link/device.ts';
import type { RouteInfo } from '../netlink.ts';
import type { IpAddress } from '../wire/ip-address.ts';

/** What a route says of its packets, where it does not simply lead on (enum rt_type): all but `throw` refuse them. */
export type RefusingType = 'blackhole' | 'unreachable' | 'prohibit' | 'throw';

/** A route of either family. */
export interface IpRoute<A extends IpAddress> {
  readonly destination: A;
  readonly prefix: number;
  readonly gateway: A | undefined;
  readonly device: NetDevice;
  /** Preferred source (RTA_PREFSRC). */
  readonly source: A | undefined;
  readonly scope: RouteInfo['scope'];
  readonly protocol: RouteInfo['protocol'];
  readonly metric: number;
  /** Left out: it leads on. Routes with a type have no device of their own; `lo` stands for it. */
  readonly type?: RefusingType;
  /** Its gateway is on the link, whatever the addresses say. */
  readonly onlink?: boolean;
}

type RouteKey<A extends IpAddress> = Pick<IpRoute<A>, 'destination' | 'prefix'>;

const sameKey = <A extends IpAddress>(a: RouteKey<A>, b: RouteKey<A>): boolean =>
  a.destination === b.destination && a.prefix === b.prefix;

/** The routes of one table in the order in which they are tried. `R` is a route made ready to be matched. */
export abstract class RouteList<A extends IpAddress, R extends IpRoute<A>> {
  #routes: R[] = [];

  /** Longest prefix first, then lowest metric, then first come: the first that matches is the route. */
  protected get routes(): readonly R[] {
    return this.#routes;
  }

  get size(): number {
    return this.routes.length;
  }

  protected abstract ready(route: IpRoute<A>): R;

  /** The device has one route more, or with `more` -1 one less. */
  protected came(_device: NetDevice, _more: 1 | -1): void {}

  /** Throws EEXIST where the table has a route with this destination and metric. */
  add(route: IpRoute<A>): void {
    if (this.routes.some((other) => sameKey(other, route) && other.metric === route.metric)) throw new Errno('EEXIST');
    this.append(route);
  }

  /** Puts a route in the place of the first to the same network with the same metric; false where there is none. */
  replace(route: IpRoute<A>): boolean {
    const at = this.routes.findIndex((other) => sameKey(other, route) && other.metric === route.metric);
    const old = this.routes[at];
    if (old === undefined) return false;
    this.came(route.device, 1);
    this.came(old.device, -1);
    this.#change(at, 1, this.ready(route));
    return true;
  }

  /** Adds a route behind those with the same destination and metric (NLM_F_APPEND). */
  append(route: IpRoute<A>): void {
    this.#change(this.#placeBehind(route), 0, this.ready(route));
    this.came(route.device, 1);
  }

  #placeBehind({ prefix, metric }: IpRoute<A>): number {
    let [low, high] = [0, this.routes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.routes[middle] as R;
      if (other.prefix < prefix || (other.prefix === prefix && other.metric > metric)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #change(at: number, removed: number, ...added: readonly R[]): void {
    this.#routes.splice(at, removed, ...added);
    forgetFlows();
  }

  /** Removes the first route that fits all that is given. Throws ESRCH where there is none. */
  delete(wanted: RouteKey<A> & Partial<IpRoute<A>>): void {
    const at = this.routes.findIndex(
      (route) =>
        sameKey(route, wanted) &&
        (wanted.gateway === undefined || wanted.gateway === route.gateway) &&
        (wanted.device === undefined || wanted.device === route.device) &&
        (wanted.metric === undefined || wanted.metric === route.metric) &&
        (wanted.type === undefined || wanted.type === route.type),
    );
    if (at < 0) throw new Errno('ESRCH');
    this.came((this.routes[at] as R).device, -1);
    this.#change(at, 1);
  }

  /** Removes all routes that `doomed` holds for. */
  flush(doomed: (route: R) => boolean): void {
    this.#routes = this.#routes.filter((route) => {
      const goes = doomed(route);
      if (goes) this.came(route.device, -1);
      return !goes;
    });
    forgetFlows();
  }
}
