import { Errno } from '../errno.ts';
import { Bridge, BridgePort } from '../link/bridge.ts';
import type { DeviceOwner, NetDevice } from '../link/device.ts';
import { macNumber, macText } from '../link/mac-address.ts';
import { Macvlan } from '../link/macvlan.ts';
import { Vlan } from '../link/vlan.ts';
import type {
  AddressInfo,
  AddressOptions,
  ForwardingInfo,
  LinkInfo,
  LinkRequest,
  Netlink,
  RouteAnswer,
  RouteInfo,
  RouteQuery,
  RuleInfo,
} from '../netlink.ts';
import { BROADCAST_MAC, formatIpv4, parseIpv4 } from '../wire/address.ts';
import { type InterfaceAddress, sharesSubnet } from './address-table.ts';
import type { Configuration, RouteRequest } from './configuration.ts';
import { routeOutput } from './ipv4-route.ts';
import type { Configuration6 } from './ipv6/configuration6.ts';
import { lookUp6 } from './ipv6/route-query.ts';
import { createLink } from './link-creation.ts';
import type { NetNamespace } from './net-namespace.ts';
import { TABLE_LOCAL, TABLE_MAIN } from './policy-routing.ts';
import type { Route } from './routing-table.ts';

/** Those of IPv6, where there are no others yet (net/ipv6/fib6_rules.c). */
const RULES6: readonly RuleInfo[] = [
  { priority: 0, action: 'lookup', table: TABLE_LOCAL },
  { priority: 32_766, action: 'lookup', table: TABLE_MAIN },
];

const isIpv6 = (address: string): boolean => address.includes(':');

const addressInfo = (
  { device, address, prefix, broadcast, scope, mask, label }: InterfaceAddress,
  at: number,
  all: readonly InterfaceAddress[],
): AddressInfo => ({
  ...(all.slice(0, at).some((other) => sharesSubnet(other, { prefix, address, mask })) && { secondary: true }),
  device: device.name,
  family: 'inet',
  address: formatIpv4(address),
  prefix,
  scope,
  ...(broadcast !== undefined && { broadcast: formatIpv4(broadcast) }),
  ...(label !== undefined && { label }),
});

const routeInfo = ({
  destination,
  prefix,
  gateway,
  device,
  source,
  scope,
  protocol,
  metric,
  type,
  onlink,
}: Route): RouteInfo => ({
  ...(onlink && { onlink }),
  destination: formatIpv4(destination),
  prefix,
  device: device.name,
  scope,
  protocol,
  metric,
  ...(gateway !== undefined && { gateway: formatIpv4(gateway) }),
  ...(source !== undefined && { source: formatIpv4(source) }),
  ...(type && { type }),
  ...(device.operstate === 'DOWN' && { linkdown: true }),
});

/** The local table, which the addresses are: fib_add_ifaddr(). */
function localRoutes({ addresses, devices }: NetNamespace): RouteInfo[] {
  const routes = devices.list
    .filter(({ up }) => up)
    .flatMap((device) => addresses.of(device).flatMap((entry) => ownRoutes(entry)));
  return routes.sort(
    (a, b) => (parseIpv4(a.destination) ?? 0) - (parseIpv4(b.destination) ?? 0) || a.prefix - b.prefix,
  );
}

function ownRoutes({ device, address, prefix, mask }: InterfaceAddress): RouteInfo[] {
  const source = formatIpv4(address);
  const shared = { device: device.name, source, protocol: 'kernel', metric: 0 } as const;
  const own = { ...shared, scope: 'host', type: 'local' } as const;
  const last = {
    ...shared,
    scope: 'link',
    type: 'broadcast',
    ...(device.operstate === 'DOWN' && { linkdown: true }),
  } as const;
  return [
    { ...own, destination: source, prefix: 32 },
    ...(device.kind === 'loopback' ? [{ ...own, destination: formatIpv4(address & mask), prefix }] : []),
    ...(prefix < 31 ? [{ ...last, destination: formatIpv4(address | ~mask), prefix: 32 }] : []),
  ];
}

/** The network namespace that a path names, or a process is in. Throws ENOENT, EINVAL, ESRCH. */
export type NamespaceFinder = (to: string | number) => NetNamespace;

const noNamespace: NamespaceFinder = () => {
  throw new Errno('EINVAL');
};

/** What a VLAN's and a macvlan's own attributes say. */
function kindInfo(device: NetDevice): Pick<LinkInfo, 'vlanId' | 'mode'> {
  if (device instanceof Vlan) return { vlanId: device.id };
  return device instanceof Macvlan ? { mode: device.mode } : {};
}

/** rtnetlink(7) over one namespace. */
export class NetlinkView implements Netlink {
  readonly #net: NetNamespace;
  readonly #capable: boolean;
  readonly #find: NamespaceFinder;

  constructor(net: NetNamespace, capable: boolean, find: NamespaceFinder = noNamespace) {
    this.#net = net;
    this.#capable = capable;
    this.#find = find;
  }

  links(): readonly LinkInfo[] {
    return this.#net.devices.list.map((device) => this.#linkInfo(device));
  }

  #linkInfo(device: NetDevice): LinkInfo {
    const { index, name, kind, flags, mtu, mac, txQueueLength, qdisc, operstate, statistics, handler, lower } = device;
    return {
      ...{ index, name, kind, flags, mtu, txQueueLength, qdisc, operstate, promiscuity: device.promiscuity },
      ...kindInfo(device),
      ...(device.alias !== undefined && device.alias !== '' && { alias: device.alias }),
      address: mac,
      broadcast: kind === 'loopback' ? mac : BROADCAST_MAC,
      statistics: { ...statistics },
      ...(handler?.master && { master: handler.master }),
      ...(handler instanceof BridgePort && { port: handler.settings }),
      ...(lower && { link: lower.index }),
      ...(lower?.owner && lower.owner !== this.#net && { linkNetnsid: this.#netnsid(lower.owner) }),
    };
  }

  #netnsid(owner: DeviceOwner): number {
    return this.#net.peerId(owner);
  }

  addresses(): readonly AddressInfo[] {
    const { devices, addresses, ipv6 } = this.#net;
    return devices.list.flatMap((device) => [...addresses.of(device).map(addressInfo), ...ipv6.addressInfos(device)]);
  }

  routes(table = TABLE_MAIN, family: 'inet' | 'inet6' = 'inet'): readonly RouteInfo[] {
    const { policy, ipv6 } = this.#net;
    if (family === 'inet6') return ipv6.routeInfos(table);
    if (table === TABLE_LOCAL) return localRoutes(this.#net);
    if (!policy.has(table)) throw new Errno('ENOENT');
    return policy.table(table).list.map(routeInfo);
  }

  tables(family: 'inet' | 'inet6' = 'inet'): readonly number[] {
    return family === 'inet' ? this.#net.policy.tables : [TABLE_MAIN];
  }

  lookUp(query: RouteQuery): RouteAnswer {
    const { destination, source, mark, inDevice, outDevice } = query;
    const net = this.#net;
    if (isIpv6(destination)) return lookUp6(net.ipv6, query);
    const from = source === undefined ? undefined : parseIpv4(source);
    const device = outDevice === undefined ? undefined : net.deviceNamed(outDevice);
    const target = parseIpv4(destination) ?? 0;
    if (inDevice !== undefined) return this.#lookUpForwarded(target, from, inDevice);
    const route = routeOutput(net, target, {
      ...(from !== undefined && { source: from }),
      ...(device && { device }),
      ...(mark !== undefined && { mark }),
    });
    const found =
      route.type === 'unicast'
        ? net.policy.find(target, {
            ...(from !== undefined && { source: from }),
            device,
            ...(mark !== undefined && { mark }),
          })
        : undefined;
    const table = found && net.policy.tableOf(found);
    return {
      ...(table !== undefined && table !== TABLE_MAIN && { table }),
      type: route.type,
      device: route.device.name,
      source: formatIpv4(route.source),
      ...(route.type === 'unicast' && route.nextHop !== target && { gateway: formatIpv4(route.nextHop) }),
    };
  }

  #lookUpForwarded(target: number, source: number | undefined, inDevice: string): RouteAnswer {
    const device = this.#net.deviceNamed(inDevice);
    const found = this.#net.policy.find(target, { ...(source !== undefined && { source }), inDevice: device });
    if (!found) throw new Errno('EHOSTUNREACH');
    const { gateway } = found;
    return {
      ...{ type: 'unicast', device: found.device.name, source: formatIpv4(source ?? 0) },
      ...(gateway !== undefined && { gateway: formatIpv4(gateway) }),
    };
  }

  rules(family: 'inet' | 'inet6' = 'inet'): readonly RuleInfo[] {
    return family === 'inet' ? this.#net.policy.rules : RULES6;
  }

  addRule(rule: Parameters<Netlink['addRule']>[0]): void {
    this.#demand();
    this.#net.policy.addRule(rule);
  }

  deleteRule(rule: Partial<RuleInfo>): void {
    this.#demand();
    this.#net.policy.deleteRule(rule);
  }

  neighbours(family: 'inet' | 'inet6' = 'inet'): ReturnType<Netlink['neighbours']> {
    return family === 'inet' ? this.#net.neighbours.list : this.#net.ipv6.neighbourInfos();
  }

  forwarding(): readonly ForwardingInfo[] {
    const { devices, environment } = this.#net;
    return devices.list.flatMap((bridge) =>
      bridge instanceof Bridge
        ? [...bridge.forwardingTable.entries()].map(({ mac, port, local, fixed, updated }) => ({
            ...{ address: macText(mac), device: port.name, master: bridge.name, local, fixed },
            age: local ? 0 : environment.clock.now - updated,
          }))
        : [],
    );
  }

  #port(name: string): BridgePort {
    this.#demand();
    const { handler } = this.#net.deviceNamed(name);
    if (!(handler instanceof BridgePort)) throw new Errno('EOPNOTSUPP');
    return handler;
  }

  setForwarding({ address, device, state, replaced }: Parameters<Netlink['setForwarding']>[0]): void {
    const port = this.#port(device);
    const kind = { local: state === 'permanent', fixed: state === 'static' };
    if (!port.bridge.forwardingTable.put(macNumber(address), port.device, kind, replaced)) throw new Errno('EEXIST');
  }

  deleteForwarding(address: string, device: string): void {
    const port = this.#port(device);
    if (!port.bridge.forwardingTable.remove(macNumber(address), port.device)) throw new Errno('ENOENT');
  }

  backlogs(): ReadonlyMap<number, number> {
    return new Map(this.#net.tcp.listeners.map(({ inode, backlog }) => [inode, backlog]));
  }

  /** Who changes what is of this address's family. */
  #of(address: string): Configuration | Configuration6 {
    return isIpv6(address) ? this.#net.ipv6.configuration : this.#net.configuration;
  }

  #demand(): void {
    if (!this.#capable) throw new Errno('EPERM');
  }

  setLink(name: string, change: Parameters<Netlink['setLink']>[1]): void {
    this.#demand();
    if (change.port) this.#port(name).set(change.port);
    this.#net.configuration.setLink(name, change);
  }

  addLink(request: LinkRequest): void {
    this.#demand();
    createLink(this.#net, request);
  }

  deleteLink(name: string): void {
    this.#demand();
    this.#net.deleteDevice(name);
  }

  namespaceId(path: string): number | undefined {
    return this.#net.knownPeerId(this.#find(path));
  }

  moveLink(name: string, to: string | number): void {
    this.#demand();
    this.#net.moveDevice(name, this.#find(to));
  }

  addAddress(device: string, address: string, prefix: number, options: AddressOptions = {}): void {
    this.#demand();
    if (isIpv6(address)) this.#net.ipv6.configuration.addAddress(device, address, prefix, options.nodad);
    else this.#net.configuration.addAddress(device, address, prefix, options);
  }

  deleteAddress(device: string, address: string, prefix: number): void {
    this.#demand();
    this.#of(address).deleteAddress(device, address, prefix);
  }

  addRoute(route: RouteRequest): void {
    this.#demand();
    this.#of(route.destination).addRoute(route);
  }

  deleteRoute(route: RouteRequest): void {
    this.#demand();
    this.#of(route.destination).deleteRoute(route);
  }

  setNeighbour(neighbour: Parameters<Netlink['setNeighbour']>[0]): void {
    this.#demand();
    this.#of(neighbour.address).setNeighbour(neighbour);
  }

  deleteNeighbour(address: string, device: string): void {
    this.#demand();
    this.#of(address).deleteNeighbour(address, device);
  }
}
