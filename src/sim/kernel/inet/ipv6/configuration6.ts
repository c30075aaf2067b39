import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import { macValue } from '../../link/mac-address.ts';
import type { Netlink } from '../../netlink.ts';
import { ipv6NetworkOf } from '../../wire/address.ts';
import { type RouteRequest, refusingType } from '../configuration.ts';
import { TABLE_MAIN } from '../policy-routing.ts';
import { ANY, isLinkLocal, isMulticast, LOOPBACK } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { ipv6Of } from './route-query.ts';

/** IP6_RT_PRIO_USER. */
const USER_METRIC = 1024;

/** What configuration sees of the namespace. */
interface Tables6 extends Ipv6Net {
  /** Throws ENODEV. */
  deviceNamed(name: string): NetDevice;
}

/** What `ip -6` changes in one namespace (net/ipv6/addrconf.c, route.c). */
export class Configuration6 {
  readonly #net: Tables6;

  constructor(net: Tables6) {
    this.#net = net;
  }

  /** Throws ENODEV, EACCES where IPv6 is turned off, EADDRNOTAVAIL for a group, EEXIST. `nodad`: it is known to be nobody else's. */
  addAddress(name: string, text: string, prefix: number, nodad = false): void {
    const device = this.#net.deviceNamed(name);
    const address = ipv6Of(text);
    if (prefix < 0 || prefix > 128) throw new Errno('EINVAL');
    const onlyInside = address === ANY || (address === LOOPBACK && device.kind !== 'loopback');
    if (isMulticast(address) || onlyInside) throw new Errno('EADDRNOTAVAIL');
    if (!this.#net.enabled(device)) throw new Errno('EACCES');
    const entry = this.#net.addresses.add({ device, address, prefix, nodad, automatic: false });
    this.#net.autoconfiguration.connect(entry);
    this.#net.autoconfiguration.start(entry);
  }

  /** Throws ENODEV, EADDRNOTAVAIL. The route to its subnet goes with the last address that is in it. */
  deleteAddress(name: string, text: string, prefix: number): void {
    const device = this.#net.deviceNamed(name);
    const entry = this.#net.addresses.find(device, ipv6Of(text));
    if (entry?.prefix !== prefix) throw new Errno('EADDRNOTAVAIL');
    this.#net.autoconfiguration.forget(entry);
    this.#net.addresses.remove(entry);
    const network = ipv6NetworkOf(entry.address, prefix);
    const others = this.#net.addresses.of(device);
    if (others.some((other) => other.prefix === prefix && ipv6NetworkOf(other.address, prefix) === network)) return;
    this.#net.routes.flush(
      (route) =>
        route.device === device &&
        route.protocol === 'kernel' &&
        route.destination === network &&
        route.prefix === prefix,
    );
  }

  /** Throws EHOSTUNREACH for a gateway that no connected subnet has, ENETDOWN, ENODEV, EEXIST, EINVAL. */
  addRoute(request: RouteRequest): void {
    if (request.table !== undefined && request.table !== TABLE_MAIN) throw new Errno('EOPNOTSUPP');
    // Bits of the host count for nothing, unlike IPv4's (ip6_route_info_create).
    const destination = ipv6NetworkOf(ipv6Of(request.destination), request.prefix);
    const type = refusingType(request.type);
    const gateway = request.gateway === undefined ? undefined : ipv6Of(request.gateway);
    const route = {
      destination,
      prefix: request.prefix,
      gateway,
      device: type ? this.#net.loopback : this.#deviceFor(request.device, gateway),
      source: request.source === undefined ? undefined : ipv6Of(request.source),
      scope: 'global' as const,
      protocol: request.protocol ?? 'boot',
      metric: request.metric || USER_METRIC,
      ...(type && { type }),
    };
    const { routes } = this.#net;
    if (request.mode === 'append') routes.append(route);
    else if (request.mode === undefined || !routes.replace(route)) {
      if (request.mode === 'change') throw new Errno('ENOENT');
      routes.add(route);
    }
  }

  /** ip6_validate_gw(): a gateway must be a neighbour; a link-local one needs its link named. */
  #deviceFor(name: string | undefined, gateway: string | undefined): NetDevice {
    const wanted = name === undefined ? undefined : this.#net.deviceNamed(name);
    if (wanted && !wanted.up) throw new Errno('ENETDOWN');
    if (wanted && !this.#net.enabled(wanted)) throw new Errno('EACCES');
    if (gateway === undefined) {
      if (!wanted) throw new Errno('ENODEV');
      return wanted;
    }
    if (this.#net.addresses.isLocal(gateway, wanted)) throw new Errno('EINVAL');
    if (isLinkLocal(gateway) && wanted) return wanted;
    const way = isLinkLocal(gateway) ? undefined : this.#net.routes.find(gateway, wanted);
    if (way === undefined || way.gateway !== undefined)
      throw new Errno(isLinkLocal(gateway) ? 'EINVAL' : 'EHOSTUNREACH');
    return way.device;
  }

  /** Throws ESRCH where no route fits. */
  deleteRoute(request: RouteRequest): void {
    this.#net.routes.delete({
      destination: ipv6NetworkOf(ipv6Of(request.destination), request.prefix),
      prefix: request.prefix,
      ...(request.gateway !== undefined && { gateway: ipv6Of(request.gateway) }),
      ...(request.device !== undefined && { device: this.#net.deviceNamed(request.device) }),
      ...(request.metric !== undefined && { metric: request.metric }),
    });
  }

  /** Throws ENODEV, EINVAL. */
  setNeighbour({ address, device, lladdr, state }: Parameters<Netlink['setNeighbour']>[0]): void {
    const link = this.#net.deviceNamed(device);
    const mac = macValue(lladdr);
    if (mac === undefined || link.kind === 'loopback') throw new Errno('EINVAL');
    this.#net.neighbours.get(link, ipv6Of(address)).assign(mac, state);
  }

  /** Throws ENODEV, ENOENT. */
  deleteNeighbour(address: string, device: string): void {
    if (!this.#net.neighbours.remove(this.#net.deviceNamed(device), ipv6Of(address))) throw new Errno('ENOENT');
  }
}
