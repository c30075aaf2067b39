import { Errno } from '../errno.ts';
import { Bridge } from '../link/bridge.ts';
import type { DeviceOwner, NetDevice } from '../link/device.ts';
import { macText } from '../link/mac-address.ts';
import type { AddressInfo, ForwardingInfo, LinkInfo, Netlink, RouteInfo } from '../netlink.ts';
import { BROADCAST_MAC, formatIpv4 } from '../wire/address.ts';
import type { InterfaceAddress } from './address-table.ts';
import type { RouteRequest } from './configuration.ts';
import type { NetNamespace } from './net-namespace.ts';
import type { Route } from './routing-table.ts';

const addressInfo = ({ device, address, prefix, broadcast, scope }: InterfaceAddress): AddressInfo => ({
  device: device.name,
  family: 'inet',
  address: formatIpv4(address),
  prefix,
  scope,
  ...(broadcast !== undefined && { broadcast: formatIpv4(broadcast) }),
});

const routeInfo = ({ destination, prefix, gateway, device, source, scope, protocol, metric }: Route): RouteInfo => ({
  destination: formatIpv4(destination),
  prefix,
  device: device.name,
  scope,
  protocol,
  metric,
  ...(gateway !== undefined && { gateway: formatIpv4(gateway) }),
  ...(source !== undefined && { source: formatIpv4(source) }),
  ...(device.operstate === 'DOWN' && { linkdown: true }),
});

/** rtnetlink(7) over one namespace. */
export class NetlinkView implements Netlink {
  readonly #net: NetNamespace;
  readonly #capable: boolean;

  constructor(net: NetNamespace, capable: boolean) {
    this.#net = net;
    this.#capable = capable;
  }

  links(): readonly LinkInfo[] {
    return this.#net.devices.list.map((device) => this.#linkInfo(device));
  }

  #linkInfo(device: NetDevice): LinkInfo {
    const { index, name, kind, flags, mtu, mac, txQueueLength, qdisc, operstate, statistics, handler, lower } = device;
    return {
      ...{ index, name, kind, flags, mtu, txQueueLength, qdisc, operstate },
      address: mac,
      broadcast: kind === 'loopback' ? mac : BROADCAST_MAC,
      statistics: { ...statistics },
      ...(handler?.master && { master: handler.master }),
      ...(lower && { link: lower.index }),
      ...(lower?.owner && lower.owner !== this.#net && { linkNetnsid: this.#netnsid(lower.owner) }),
    };
  }

  #netnsid(owner: DeviceOwner): number {
    return this.#net.peerId(owner);
  }

  addresses(): readonly AddressInfo[] {
    const { devices, addresses, ipv6 } = this.#net;
    return devices.list.flatMap((device) => [...addresses.of(device).map(addressInfo), ...ipv6.of(device)]);
  }

  routes(): readonly RouteInfo[] {
    return this.#net.routes.list.map(routeInfo);
  }

  neighbours(): ReturnType<Netlink['neighbours']> {
    return this.#net.neighbours.list;
  }

  forwarding(): readonly ForwardingInfo[] {
    const { devices, environment } = this.#net;
    return devices.list.flatMap((bridge) =>
      bridge instanceof Bridge
        ? [...bridge.forwardingTable.entries()].map(({ mac, port, local, updated }) => ({
            ...{ address: macText(mac), device: port.name, master: bridge.name, local },
            age: local ? 0 : environment.clock.now - updated,
          }))
        : [],
    );
  }

  backlogs(): ReadonlyMap<number, number> {
    return new Map(this.#net.tcp.listeners.map(({ inode, backlog }) => [inode, backlog]));
  }

  #demand(): void {
    if (!this.#capable) throw new Errno('EPERM');
  }

  setLink(name: string, change: { up?: boolean; mtu?: number; address?: string }): void {
    this.#demand();
    this.#net.configuration.setLink(name, change);
  }

  addAddress(device: string, address: string, prefix: number, broadcast?: string): void {
    this.#demand();
    this.#net.configuration.addAddress(device, address, prefix, broadcast);
  }

  deleteAddress(device: string, address: string, prefix: number): void {
    this.#demand();
    this.#net.configuration.deleteAddress(device, address, prefix);
  }

  addRoute(route: RouteRequest): void {
    this.#demand();
    this.#net.configuration.addRoute(route);
  }

  deleteRoute(route: RouteRequest): void {
    this.#demand();
    this.#net.configuration.deleteRoute(route);
  }

  setNeighbour(neighbour: Parameters<Netlink['setNeighbour']>[0]): void {
    this.#demand();
    this.#net.configuration.setNeighbour(neighbour);
  }

  deleteNeighbour(address: string, device: string): void {
    this.#demand();
    this.#net.configuration.deleteNeighbour(address, device);
  }
}
