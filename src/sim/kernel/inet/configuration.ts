import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import { Bridge } from '../link/bridge.ts';
import type { NetDevice } from '../link/device.ts';
import { macValue } from '../link/mac-address.ts';
import type { AddressOptions, LinkChange, Netlink, RouteChange } from '../netlink.ts';
import { parseIpv4 } from '../wire/address.ts';
import { type AddressTable, type InterfaceAddress, LOOPBACK_ADDRESS, maskOf, sharesSubnet } from './address-table.ts';
import type { DeviceTable } from './device-table.ts';
import type { Ipv6 } from './ipv6/ipv6.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import type { Packet } from './packet.ts';
import type { PolicyRouting } from './policy-routing.ts';
import type { RefusingType } from './route-list.ts';
import type { Route, RoutingTable } from './routing-table.ts';

const MTU_LEAST = 68;
const MTU_MOST = 65_535;
const REFUSING: ReadonlySet<string> = new Set<RefusingType>(['blackhole', 'unreachable', 'prohibit', 'throw']);

export type RouteRequest = RouteChange;

interface Tables {
  readonly devices: DeviceTable;
  readonly addresses: AddressTable;
  readonly ipv6: Ipv6;
  readonly routes: RoutingTable;
  readonly policy: PolicyRouting;
  readonly loopback: NetDevice;
  readonly neighbours: NeighbourTable<number, Packet>;
  deviceNamed(name: string): NetDevice;
}

/** Throws EINVAL for what is no IPv4 address. */
function numberOf(text: string): number {
  const address = parseIpv4(text);
  if (address === undefined) throw new Errno('EINVAL');
  return address;
}

/** Routes of the local table are the addresses' own: EINVAL. */
export function refusingType(type: RouteRequest['type']): RefusingType | undefined {
  if (type === undefined || REFUSING.has(type)) return type as RefusingType | undefined;
  throw new Errno('EINVAL');
}

const optionalNumber = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : numberOf(text);

/**
 * What `ip link`, `ip address` and `ip route` change in one namespace, and what follows from a change: connected routes
 * come with a device that goes up and leave with it (net/ipv4/devinet.c, fib_frontend.c).
 */
export class Configuration {
  readonly #net: Tables;

  constructor(net: Tables) {
    this.#net = net;
  }

  /** Throws ENODEV, EINVAL for an MTU out of bounds, EEXIST for a taken name, and what joining a bridge may. */
  setLink(name: string, change: LinkChange): void {
    const device = this.#net.deviceNamed(name);
    forgetFlows();
    if (change.mtu !== undefined) this.#setMtu(device, change.mtu);
    if (change.name !== undefined) this.#net.devices.rename(device, change.name);
    if (change.address !== undefined) this.#setMac(device, change.address);
    if (change.master !== undefined) this.#setMaster(device, change.master);
    if (change.txQueueLength !== undefined) device.txQueueLength = change.txQueueLength;
    if (change.alias !== undefined) device.alias = change.alias;
    if (change.promiscuous !== undefined) device.setPromiscuous(change.promiscuous);
    if (change.multicast !== undefined) device.setFlag('MULTICAST', change.multicast);
    if (change.arp !== undefined) device.setFlag('NOARP', !change.arp);
    if (change.up !== undefined) device.setUp(change.up);
  }

  /** do_set_master(): it leaves the bridge that it is in. Throws ENODEV, EINVAL for what is no bridge, ELOOP. */
  #setMaster(device: NetDevice, master: string | null): void {
    const bridge = master === null ? undefined : this.#net.deviceNamed(master);
    if (bridge !== undefined && !(bridge instanceof Bridge)) throw new Errno('EOPNOTSUPP');
    if (device.handler?.master === master) return;
    if (device.handler?.master !== undefined) device.handler.release();
    bridge?.addPort(device);
  }

  #setMtu(device: NetDevice, mtu: number): void {
    const most = device.kind === 'loopback' ? Number.MAX_SAFE_INTEGER : MTU_MOST;
    if (!Number.isInteger(mtu) || mtu < MTU_LEAST || mtu > most) throw new Errno('EINVAL');
    device.mtu = mtu;
  }

  /** Group addresses and zeros are no one's: EADDRNOTAVAIL, as eth_prepare_mac_addr_change(). */
  #setMac(device: NetDevice, mac: string): void {
    const first = Number.parseInt(mac.slice(0, 2), 16);
    if ((first & 1) === 1 || mac === '00:00:00:00:00:00') throw new Errno('EADDRNOTAVAIL');
    device.mac = mac;
  }

  /** Throws ENODEV, EINVAL, EEXIST. */
  addAddress(name: string, address: string, prefix: number, { broadcast, label }: AddressOptions = {}): void {
    const device = this.#net.deviceNamed(name);
    if (prefix < 0 || prefix > 32) throw new Errno('EINVAL');
    const own = label === undefined || label === name ? {} : { label };
    const entry = { device, address: numberOf(address), prefix, broadcast: optionalNumber(broadcast), ...own };
    this.#connect(this.#net.addresses.add(entry));
  }

  /** Throws ENODEV, EADDRNOTAVAIL. The last address of a device takes all of its routes along. */
  deleteAddress(name: string, address: string, prefix: number): void {
    const device = this.#net.deviceNamed(name);
    const entry = this.#net.addresses.find(device, numberOf(address), prefix);
    if (!entry) throw new Errno('EADDRNOTAVAIL');
    this.#net.addresses.remove(entry);
    this.#removeSecondaries(entry);
    const last = this.#net.addresses.of(device).length === 0;
    this.#net.policy.flush((route) => (last && route.device === device) || route.source === entry.address);
  }

  /** __inet_del_ifa(): the first address of a subnet takes the others along. */
  #removeSecondaries({ device, address, prefix, mask }: InterfaceAddress): void {
    const rest = this.#net.addresses.of(device);
    const shares = (other: InterfaceAddress): boolean => sharesSubnet(other, { address, prefix, mask });
    if (prefix === 32 || !rest.some(shares)) return;
    const connected = this.#net.routes.list.some(
      (route) =>
        route.device === device && route.protocol === 'kernel' && route.source === address && route.prefix === prefix,
    );
    // Only the first one has the route to the subnet.
    if (connected) for (const other of rest.filter(shares)) this.#net.addresses.remove(other);
  }

  /** fib_add_ifaddr(): the route to the subnet of an address, if it is the first of it. */
  #connect(entry: InterfaceAddress): void {
    const { device, address, prefix, mask } = entry;
    if (!device.up || device.kind === 'loopback' || prefix === 32) return;
    const first = this.#net.addresses.of(device).find((other) => sharesSubnet(other, entry));
    if (first !== entry) return;
    this.#net.routes.append({
      destination: (address & mask) >>> 0,
      prefix,
      gateway: undefined,
      device,
      source: address,
      scope: 'link',
      protocol: 'kernel',
      metric: 0,
    });
  }

  /** Throws ENETUNREACH for a gateway that no connected subnet has, ENETDOWN, ENODEV, EEXIST, EINVAL. */
  addRoute(request: RouteRequest): void {
    const destination = numberOf(request.destination);
    if ((destination & ~maskOf(request.prefix)) !== 0) throw new Errno('EINVAL');
    const gateway = optionalNumber(request.gateway);
    const type = refusingType(request.type);
    const device = type ? this.#net.loopback : this.#deviceFor(request.device, gateway, request.onlink);
    const table = this.#net.policy.table(request.table);
    const route: Omit<Route, 'mask'> = {
      destination,
      prefix: request.prefix,
      gateway,
      device,
      source: optionalNumber(request.source),
      scope: request.scope ?? (gateway === undefined && !type ? 'link' : 'global'),
      protocol: request.protocol ?? 'boot',
      metric: request.metric ?? 0,
      ...(type && { type }),
      ...(request.onlink && { onlink: true }),
    };
    if (request.mode === 'append') table.append(route);
    else if (request.mode === undefined || !table.replace(route)) {
      if (request.mode === 'change') throw new Errno('ENOENT');
      table.add(route);
    }
  }

  /** fib_check_nh(). */
  #deviceFor(name: string | undefined, gateway: number | undefined, onlink = false): NetDevice {
    const wanted = name === undefined ? undefined : this.#net.deviceNamed(name);
    if (wanted && !wanted.up) throw new Errno('ENETDOWN');
    if (gateway === undefined) {
      if (!wanted) throw new Errno('ENODEV');
      return wanted;
    }
    if (onlink && wanted) return wanted;
    const way = this.#net.routes.find(gateway, wanted);
    if (way?.scope !== 'link' || this.#net.addresses.typeOf(gateway) !== 'unicast') throw new Errno('ENETUNREACH');
    return way.device;
  }

  /** Throws ESRCH where no route fits. */
  deleteRoute(request: RouteRequest): void {
    this.#net.policy.table(request.table).delete({
      destination: numberOf(request.destination),
      prefix: request.prefix,
      gateway: optionalNumber(request.gateway),
      device: request.device === undefined ? undefined : this.#net.deviceNamed(request.device),
      metric: request.metric,
      ...(request.type && { type: request.type as RefusingType }),
    });
  }

  /** Throws ENODEV, EINVAL for a device without neighbours and for what is no address. */
  setNeighbour({ address, device, lladdr, state }: Parameters<Netlink['setNeighbour']>[0]): void {
    const link = this.#net.deviceNamed(device);
    const mac = macValue(lladdr);
    if (link.kind === 'loopback' || mac === undefined) throw new Errno('EINVAL');
    this.#net.neighbours.get(link, numberOf(address)).assign(mac, state);
  }

  /** Throws ENODEV, ENOENT. */
  deleteNeighbour(address: string, device: string): void {
    if (!this.#net.neighbours.remove(this.#net.deviceNamed(device), numberOf(address))) throw new Errno('ENOENT');
  }

  /** To be called whenever a device is new here, or its state, carrier or address may have changed. */
  changed(device: NetDevice): void {
    const before = device.seen ?? { up: false, carrier: false, mac: device.mac };
    device.seen = { up: device.up, carrier: device.carrier, mac: device.mac };
    this.#net.ipv6.changed(device, before);
    if (device.up && !before.up) this.#wentUp(device);
    if (!device.up && before.up) this.#wentDown(device);
    if (device.mac !== before.mac || (before.carrier && !device.carrier)) this.#net.neighbours.flush(device, true);
  }

  #wentUp(device: NetDevice): void {
    const { addresses } = this.#net;
    if (device.kind === 'loopback' && addresses.of(device).length === 0) {
      addresses.add({ device, address: LOOPBACK_ADDRESS, prefix: 8, broadcast: undefined });
    }
    const own = addresses.of(device);
    if (own.length > 0) addresses.refresh();
    for (const entry of own) this.#connect(entry);
  }

  #wentDown(device: NetDevice): void {
    if (this.#net.addresses.of(device).length > 0) this.#net.addresses.refresh();
    this.#net.policy.flush((route) => route.device === device && route.type === undefined);
    this.#net.neighbours.flush(device);
  }

  /** The device has left the namespace. */
  forget(device: NetDevice): void {
    this.#net.addresses.removeDevice(device);
    this.#net.policy.flush((route) => route.device === device);
    this.#net.neighbours.flush(device);
    this.#net.ipv6.forget(device);
    device.seen = undefined;
  }
}
