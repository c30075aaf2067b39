import { MILLISECOND } from '../../clock.ts';
import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { NetEnvironment } from '../../link/environment.ts';
import type { AddressInfo, NeighbourInfo, RouteInfo } from '../../netlink.ts';
import type { TraceDetail } from '../../trace.ts';
import { ETHERTYPE_IPV6 } from '../../wire/ethernet.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import type { DeviceTable } from '../device-table.ts';
import type { IcmpListeners } from '../icmp.ts';
import { IcmpLimiter } from '../icmp-limiter.ts';
import type { Protocol } from '../ipv4-net.ts';
import type { Neighbour } from '../neighbour.ts';
import { NeighbourTable } from '../neighbour-table.ts';
import { acceptAll, type NetfilterHooks } from '../netfilter-hooks.ts';
import { TABLE_LOCAL, TABLE_MAIN } from '../policy-routing.ts';
import { Transports } from '../transports.ts';
import { Ipv6AddressList } from './address-list.ts';
import { Autoconfiguration } from './autoconfiguration.ts';
import { Configuration6 } from './configuration6.ts';
import { reassembly6 } from './fragments6.ts';
import { Groups } from './groups.ts';
import { Icmpv6 } from './icmpv6.ts';
import { ICMPV6_TIME_EXCEEDED, ICMPV6_UNREACHABLE, sendIcmpv6Error } from './icmpv6-error.ts';
import { ipInput6 } from './input6.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { localRouteInfos } from './local-routes.ts';
import { announce6, solicit } from './neighbour-discovery.ts';
import { addressInfo, routeInfo } from './netlink-info.ts';
import { routeOut6 } from './output6.ts';
import { type Packet6, receivePacket6 } from './packet6.ts';
import { RoutingTable6 } from './routing-table6.ts';
import { Ipv6Sysctls } from './sysctls.ts';

/** What IPv6 needs of the namespace around it. */
interface Surroundings {
  readonly name: string;
  readonly environment: NetEnvironment;
  readonly devices: DeviceTable;
  readonly loopback: NetDevice;
  deviceNamed(name: string): NetDevice;
  trace(device: NetDevice | undefined, detail: () => TraceDetail): void;
}

interface Receivers {
  readonly udp: Protocol;
  readonly tcp: Protocol;
  readonly listeners: IcmpListeners;
  deliverRaw(packet: Packet6): boolean;
}

const NDISC = { etherType: ETHERTYPE_IPV6, lockTime: Number.POSITIVE_INFINITY };

/** IPv6 of one network namespace. */
export class Ipv6 implements Ipv6Net {
  readonly addresses = new Ipv6AddressList();
  readonly routes = new RoutingTable6();
  readonly icmpLimiter = new IcmpLimiter(100 * MILLISECOND);
  readonly neighbours: NeighbourTable<string, Packet6>;
  #fragments: Ipv6Net['fragments'] | undefined;
  readonly sysctls: Ipv6Sysctls;
  readonly groups: Groups;
  readonly autoconfiguration: Autoconfiguration;
  readonly configuration: Configuration6;
  readonly protocols: Transports;
  netfilter: NetfilterHooks = acceptAll;
  readonly deliverRaw: (packet: Packet6) => boolean;
  readonly #around: Surroundings;
  #id = 0;

  constructor(around: Surroundings, { udp, tcp, listeners, deliverRaw }: Receivers) {
    this.#around = around;
    this.deliverRaw = deliverRaw;
    this.protocols = new Transports(PROTOCOL_ICMPV6, new Icmpv6(this, listeners), udp, tcp);
    this.sysctls = new Ipv6Sysctls(
      () => this.devices,
      (owner, key) => this.#settingChanged(owner, key),
    );
    this.neighbours = new NeighbourTable(this, NDISC);
    this.groups = new Groups(this);
    this.autoconfiguration = new Autoconfiguration(this);
    this.configuration = new Configuration6(this);
  }

  get name(): string {
    return this.#around.name;
  }

  get environment(): NetEnvironment {
    return this.#around.environment;
  }

  get loopback(): NetDevice {
    return this.#around.loopback;
  }

  get devices(): readonly NetDevice[] {
    return this.#around.devices.list;
  }

  /** Made at the first fragment. */
  get fragments(): Ipv6Net['fragments'] {
    const { clock } = this.environment;
    this.#fragments ??= reassembly6({
      after: (delay, fire) => clock.after(delay, fire),
      expired: (first) => this.#reassemblyFailed(first),
    });
    return this.#fragments;
  }

  deviceNamed(name: string): NetDevice {
    return this.#around.deviceNamed(name);
  }

  enabled(device: NetDevice): boolean {
    return this.sysctls.of(device.name, 'disable_ipv6') === 0;
  }

  nextId(): number {
    this.#id = (this.#id + 1) >>> 0;
    return this.#id;
  }

  trace(device: NetDevice | undefined, detail: () => TraceDetail): void {
    this.#around.trace(device, detail);
  }

  /** Routes and sends a packet as if it were made here. */
  routeOut(bytes: Uint8Array): void {
    const packet = receivePacket6(bytes);
    if (packet) routeOut6(this, packet);
  }

  input(device: NetDevice, payload: Uint8Array, group: boolean): void {
    ipInput6(this, device, payload, group);
  }

  /** To be called when a device's state, carrier or MAC may have changed. */
  changed(device: NetDevice, before: { readonly up: boolean; readonly mac: string; readonly carrier: boolean }): void {
    this.autoconfiguration.changed(device, before);
    const moved = device.mac !== before.mac || (before.carrier && !device.carrier);
    if (moved) this.neighbours.flush(device, true);
  }

  /** The device has left the namespace. */
  forget(device: NetDevice): void {
    this.autoconfiguration.stop(device);
    this.sysctls.forget(device.name);
  }

  #settingChanged(owner: string, key: string): void {
    if (key !== 'disable_ipv6') return;
    const device = this.#around.devices.find(owner);
    if (device === undefined) return;
    const wasOn = this.sysctls.of(device.name, 'disable_ipv6') !== 0;
    this.autoconfiguration.changed(device, { up: wasOn && device.up });
  }

  /** Tells the neighbours where the device's addresses are, as dockerd does with the first ones it gives. */
  announce(device: NetDevice): void {
    for (const { scope, tentative, address } of this.addresses.of(device))
      if (scope === 'global' && !tentative) announce6(this, device, address);
  }

  addressInfos(device: NetDevice): readonly AddressInfo[] {
    return this.addresses.of(device).map(addressInfo);
  }

  /** Throws ENOENT where there is no such table. */
  routeInfos(table: number): readonly RouteInfo[] {
    if (table === TABLE_LOCAL) return localRouteInfos(this);
    if (table !== TABLE_MAIN) throw new Errno('ENOENT');
    return this.routes.list.map(routeInfo);
  }

  neighbourInfos(): readonly NeighbourInfo[] {
    return this.neighbours.list;
  }

  solicit(entry: Neighbour<string, Packet6>, waiting: Packet6 | undefined, unicast: boolean): void {
    solicit(this, entry, waiting, unicast);
  }

  /** ndisc_error_report(). */
  neighbourFailed(entry: Neighbour<string, Packet6>, waiting: readonly Packet6[]): void {
    const { device, address } = entry;
    this.trace(device, () => ({ kind: 'neighbour-failed', address, packets: waiting.map(({ bytes }) => bytes) }));
    const reason = { type: 'destination-unreachable', code: ICMPV6_UNREACHABLE.address } as const;
    for (const packet of waiting) sendIcmpv6Error(this, packet, reason);
  }

  #reassemblyFailed(first: Packet6 | undefined): void {
    if (!first) return;
    this.trace(first.inDevice, () => ({ kind: 'drop', packet: first.bytes, reason: 'reassembly-timeout' }));
    sendIcmpv6Error(this, first, { type: 'time-exceeded', code: ICMPV6_TIME_EXCEEDED.reassembly });
  }
}
