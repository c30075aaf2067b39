import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import { macValue } from '../../link/mac-address.ts';
import type { Netlink } from '../../netlink.ts';
import { bytesToIpv6, ipv6NetworkOf, parseIpv6 } from '../../wire/address.ts';
import type { RouteRequest } from '../configuration.ts';
import { ANY, isLinkLocal, isMulticast, LOOPBACK } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';

/** IP6_RT_PRIO_USER. */
const USER_METRIC = 1024;

/** What configuration sees of the namespace. */
interface Tables6 extends Ipv6Net {
  /** Throws ENODEV. */
  deviceNamed(name: string): NetDevice;
}

/** Throws EINVAL for what is no IPv6 address. */
function addressOf(text: string): string {
  const bytes = parseIpv6(text);
  if (bytes === undefined) throw new Errno('EINVAL');
  return bytesToIpv6(bytes);
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
    const address = addressOf(text);
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
    const entry = this.#net.addresses.find(device, addressOf(text));
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
    const destination = addressOf(request.destination);
    if (ipv6NetworkOf(destination, request.prefix) !== destination) throw new Errno('EINVAL');
    const gateway = request.gateway === undefined ? undefined : addressOf(request.gateway);
    const route = {
      destination,
      prefix: request.prefix,
      gateway,
      device: this.#deviceFor(request.device, gateway),
      source: request.source === undefined ? undefined : addressOf(request.source),
      scope: 'global' as const,
      protocol: request.protocol ?? 'boot',
      metric: request.metric || USER_METRIC,
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
      destination: addressOf(request.destination),
      prefix: request.prefix,
      ...(request.gateway !== undefined && { gateway: addressOf(request.gateway) }),
      ...(request.device !== undefined && { device: this.#net.deviceNamed(request.device) }),
      ...(request.metric !== undefined && { metric: request.metric }),
    });
  }

  /** Throws ENODEV, EINVAL. */
  setNeighbour({ address, device, lladdr, state }: Parameters<Netlink['setNeighbour']>[0]): void {
    const link = this.#net.deviceNamed(device);
    const mac = macValue(lladdr);
    if (mac === undefined || link.kind === 'loopback') throw new Errno('EINVAL');
    this.#net.neighbours.get(link, addressOf(address)).assign(mac, state);
  }

  /** Throws ENODEV, ENOENT. */
  deleteNeighbour(address: string, device: string): void {
    if (!this.#net.neighbours.remove(this.#net.deviceNamed(device), addressOf(address))) throw new Errno('ENOENT');
  }
}
