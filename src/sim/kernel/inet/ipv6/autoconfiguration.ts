import { type Micros, SECOND, type Timer } from '../../clock.ts';
import type { NetDevice } from '../../link/device.ts';
import { ipv6NetworkOf } from '../../wire/address.ts';
import { LOOPBACK, linkLocal } from './address.ts';
import type { Ipv6Address } from './address-list.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { probe, solicitRouters } from './neighbour-discovery.ts';

const LINK_LOCAL_PREFIX = 64;
const LINK_LOCAL_NETWORK = 'fe80::';
const HOST_PREFIX = 128;
/** neigh/NAME/retrans_time_ms: how long nobody must have objected (RFC 4862 §5.4). */
const RETRANS_TIME: Micros = SECOND;
/** IP6_RT_PRIO_ADDRCONF. */
export const CONNECTED_METRIC = 256;

/** What devices get of IPv6 by themselves: link-local addresses, and the right to use what they have (net/ipv6/addrconf.c). */
export class Autoconfiguration {
  readonly #net: Ipv6Net;
  /** Devices that have had a carrier since they went up (IF_READY). */
  readonly #ready = new Set<NetDevice>();
  #timers: Map<Ipv6Address, Timer> | undefined;
  #solicitations: Map<NetDevice, Timer> | undefined;

  constructor(net: Ipv6Net) {
    this.#net = net;
  }

  /** addrconf_notify(): a device's state, carrier or settings have changed. */
  changed(device: NetDevice, before: { readonly up: boolean }): void {
    const on = device.up && this.#net.enabled(device);
    if (!on) {
      if (before.up || this.#ready.has(device)) this.stop(device);
      return;
    }
    if (!before.up) for (const entry of this.#net.addresses.of(device)) this.#use(entry);
    if (!device.carrier || this.#ready.has(device)) return;
    this.#ready.add(device);
    for (const entry of this.#net.addresses.of(device)) if (entry.tentative) this.start(entry);
    this.#configure(device);
  }

  #use(entry: Ipv6Address): void {
    this.connect(entry);
    this.start(entry);
  }

  #configure(device: NetDevice): void {
    const loopback = device.kind === 'loopback';
    if (!loopback && this.#net.sysctls.of(device.name, 'addr_gen_mode') === 1) return;
    const address = loopback ? LOOPBACK : linkLocal(device.mac, device.deviceId);
    if (this.#net.addresses.find(device, address)) return;
    const prefix = loopback ? HOST_PREFIX : LINK_LOCAL_PREFIX;
    this.#use(this.#net.addresses.add({ device, address, prefix, nodad: false, automatic: true }));
  }

  /** addrconf_prefix_route(): the way to the subnet of an address. */
  connect({ device, address, prefix, automatic }: Ipv6Address): void {
    if (!device.up || device.kind === 'loopback' || (prefix === HOST_PREFIX && automatic)) return;
    const linkLocal = automatic && prefix === LINK_LOCAL_PREFIX;
    const destination = linkLocal ? LINK_LOCAL_NETWORK : ipv6NetworkOf(address, prefix);
    const route = { destination, prefix, device, gateway: undefined, source: undefined };
    const { routes } = this.#net;
    if (routes.has(destination, prefix, device)) return;
    routes.append({ ...route, scope: 'link', protocol: 'kernel', metric: CONNECTED_METRIC });
  }

  /** addrconf_dad_start(): an address is used once nobody else turns out to have it; without a carrier that must wait. */
  start(entry: Ipv6Address): void {
    const { device } = entry;
    if (!device.up || this.#timers?.has(entry)) return;
    const detects = Math.max(
      this.#net.sysctls.of(device.name, 'accept_dad'),
      this.#net.sysctls.of('all', 'accept_dad'),
    );
    if (device.kind === 'loopback' || !device.hasNeighbours || entry.nodad || detects < 1) this.#complete(entry);
    else if (this.#ready.has(device)) this.#detect(entry);
  }

  #detect(entry: Ipv6Address): void {
    const { clock } = this.#net.environment;
    const timers = this.#timers ?? new Map<Ipv6Address, Timer>();
    this.#timers = timers;
    // A chance of up to a second (RTR_SOLICITATION_DELAY), taken from the MAC, which is random already.
    const fire = (): void => {
      probe(this.#net, entry.device, entry.address);
      timers.set(
        entry,
        clock.after(RETRANS_TIME, () => this.#complete(entry)),
      );
    };
    timers.set(entry, clock.after(entry.device.macNumber % SECOND, fire));
  }

  #complete(entry: Ipv6Address): void {
    this.#timers?.delete(entry);
    entry.tentative = false;
    if (entry.scope === 'link') this.#solicit(entry.device, entry.address);
  }

  /** Hosts look for routers, less and less often (RFC 7559). */
  #solicit(device: NetDevice, source: string): void {
    const { sysctls, environment } = this.#net;
    const of = (key: Parameters<typeof sysctls.of>[1]): number => sysctls.of(device.name, key);
    const longest = of('router_solicitation_max_interval') * SECOND;
    const ask = (interval: Micros): void => {
      if (of('forwarding') !== 0 || of('accept_ra') === 0 || of('router_solicitations') === 0) return;
      solicitRouters(this.#net, device, source);
      const next = Math.min(longest, interval * 2);
      this.#solicitations ??= new Map();
      this.#solicitations.set(
        device,
        environment.clock.after(interval, () => ask(next)),
      );
    };
    if (device.hasNeighbours) ask(of('router_solicitation_interval') * SECOND);
  }

  /** addrconf_dad_failure(): somebody else has it. */
  duplicate(entry: Ipv6Address): void {
    this.forget(entry);
    entry.failed = true;
  }

  /** Forgets an address that is being taken away. */
  forget(entry: Ipv6Address): void {
    this.#timers?.get(entry)?.cancel();
    this.#timers?.delete(entry);
  }

  /** addrconf_ifdown(): without keep_addr_on_down nothing stays. */
  stop(device: NetDevice): void {
    const { addresses, routes, neighbours } = this.#net;
    this.#ready.delete(device);
    this.#solicitations?.get(device)?.cancel();
    this.#solicitations?.delete(device);
    for (const entry of addresses.of(device)) {
      this.forget(entry);
      addresses.remove(entry);
    }
    routes.flush((route) => route.device === device);
    neighbours.flush(device);
  }
}
