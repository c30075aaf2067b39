import { type Micros, SECOND } from '../clock.ts';
import { Errno } from '../errno.ts';
import { FlowTable } from '../flow/flow-table.ts';
import { type BridgeFilter, type DeviceOwner, ETHERNET_HEADER, type NetDevice, type Tap } from '../link/device.ts';
import type { NetEnvironment } from '../link/environment.ts';
import { Loopback } from '../link/loopback.ts';
import { isGroup, macAt } from '../link/mac-address.ts';
import type { Netlink } from '../netlink.ts';
import type { SocketFamily } from '../socket.ts';
import type { TraceDetail } from '../trace.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../wire/ethernet.ts';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { PROTOCOL_ICMP } from '../wire/ipv4.ts';
import { AddressTable } from './address-table.ts';
import { type ArpEntry, announce, arpInput, solicit } from './arp.ts';
import { Configuration } from './configuration.ts';
import { DeviceTable } from './device-table.ts';
import { Fragments } from './fragments.ts';
import { Icmp } from './icmp.ts';
import { sendIcmpError } from './icmp-error.ts';
import { IcmpLimiter } from './icmp-limiter.ts';
import { ipInput } from './ipv4-input.ts';
import { routeOut } from './ipv4-output.ts';
import type { CachedRoute } from './ipv4-route.ts';
import { Ipv6 } from './ipv6/ipv6.ts';
import { NeighbourTable } from './neighbour-table.ts';
import { acceptAll, bridgeFilterOf, type NetfilterHooks, overhearOf } from './netfilter-hooks.ts';
import { type NamespaceFinder, NetlinkView } from './netlink-view.ts';
import { type Packet, receivePacket } from './packet.ts';
import { PolicyRouting } from './policy-routing.ts';
import { RoutingTable } from './routing-table.ts';
import { inetFamily, type SocketCredentials } from './sockets/inet-family.ts';
import type { SocketHost } from './sockets/inet-socket.ts';
import { PacketTable } from './sockets/packet-table.ts';
import { SocketTable } from './sockets/socket-table.ts';
import { UdpTable } from './sockets/udp-table.ts';
import { Sysctls } from './sysctl.ts';
import { TcpTable } from './tcp/tcp-table.ts';
import { Transports } from './transports.ts';

const ARP = { etherType: ETHERTYPE_IPV4, lockTime: SECOND };

/** A network namespace: its devices, addresses, routes, neighbours and sockets. `lo` is there, and down. */
export class NetNamespace implements DeviceOwner, SocketHost {
  readonly name: string;
  readonly environment: NetEnvironment;
  readonly loopback: NetDevice;
  readonly devices = new DeviceTable();
  readonly addresses = new AddressTable();
  readonly ipv6: Ipv6;
  readonly routes = new RoutingTable();
  readonly policy = new PolicyRouting(this.routes);
  readonly flows = new FlowTable();
  readonly cachedRoutes = new Map<number, CachedRoute>();
  readonly neighbours: NeighbourTable<number, Packet>;
  #fragments: Fragments | undefined;
  readonly icmpLimiter = new IcmpLimiter();
  readonly sysctls = new Sysctls(() => this.devices.list.map((device) => device.name));
  readonly protocols: Transports;
  /** What is asked at the five hooks. */
  netfilter: NetfilterHooks = acceptAll;
  /** Addresses and routes as `ip` changes them. */
  readonly configuration: Configuration;
  readonly #sockets: Readonly<Record<'inet' | 'inet6', SocketTable>>;
  #packets: PacketTable | undefined;
  readonly udp: UdpTable;
  readonly tcp: TcpTable;
  #peers: Map<DeviceOwner, number> | undefined;
  #id: number;

  constructor(environment: NetEnvironment, name: string) {
    this.environment = environment;
    this.name = name;
    this.#id = environment.random.integer(0, 0xffff);
    this.neighbours = new NeighbourTable(this, ARP);
    this.#sockets = { inet: new SocketTable(environment.random), inet6: new SocketTable(environment.random) };
    this.udp = new UdpTable(this);
    this.tcp = new TcpTable(this);
    this.ipv6 = new Ipv6(this, {
      udp: this.udp,
      tcp: this.tcp,
      listeners: this.#sockets.inet6,
      deliverRaw: (packet) => this.#sockets.inet6.deliverRaw(packet),
    });
    this.protocols = new Transports(PROTOCOL_ICMP, new Icmp(this, this.#sockets.inet), this.udp, this.tcp);
    this.configuration = new Configuration(this);
    this.loopback = new Loopback(environment);
    this.addDevice(this.loopback);
  }

  device(name: string): NetDevice | undefined {
    return this.devices.find(name);
  }

  /** The device of this name; throws ENODEV. */
  deviceNamed(name: string): NetDevice {
    const device = this.devices.find(name);
    if (!device) throw new Errno('ENODEV');
    return device;
  }

  /** Takes in a device that is in no namespace yet. Throws EEXIST, EINVAL. */
  addDevice(device: NetDevice, name = device.name): void {
    this.devices.add(device, name);
    device.owner = this;
    this.ipv6.sysctls.adopt(device.name);
    this.configuration.changed(device);
  }

  /** Takes a device out of the namespace, with its addresses and routes; it stays what it is. */
  remove(device: NetDevice): void {
    if (device.owner !== this) return;
    device.setUp(false);
    device.handler?.release();
    this.#packets?.deviceDown(device, true);
    device.owner = undefined;
    this.sysctls.forget(device.name);
    this.devices.remove(device);
    this.configuration.forget(device);
  }

  /** `ip link delete`: a veth takes its peer along. Throws ENODEV, EOPNOTSUPP for devices that no one can delete. */
  deleteDevice(name: string): void {
    const device = this.deviceNamed(name);
    if (device.kind === 'loopback' || device.kind === 'ethernet') throw new Errno('EOPNOTSUPP');
    this.remove(device);
    device.destroy();
  }

  /** `ip link set DEVICE netns …`: it arrives down and bare. Throws EINVAL for lo and bridges, EEXIST for a taken name. */
  moveDevice(name: string, to: NetNamespace, newName = name): void {
    const device = this.deviceNamed(name);
    if (device.kind === 'loopback' || device.kind === 'bridge') throw new Errno('EINVAL');
    if (to !== this) to.devices.checkName(newName);
    this.remove(device);
    to.addDevice(device, newName);
    // The kernel tells of the other end, and numbers the namespaces for that.
    const other = device.lower?.owner;
    if (!(other instanceof NetNamespace) || other === to) return;
    to.peerId(other);
    other.peerId(to);
  }

  /** Ends the namespace: what no one else has goes with it. Its network cards must have been moved away before. */
  destroy(): void {
    for (const device of this.devices.list) {
      if (device.kind === 'loopback') device.setUp(false);
      else if (device.owner === this) this.deleteDevice(device.name);
    }
  }

  /** Sends `count` gratuitous ARP requests, and of IPv6 unsolicited advertisements, for each address of the device, the first at once, as dockerd does. */
  announce(name: string, count = 3, interval: Micros = SECOND): void {
    const device = this.deviceNamed(name);
    const once = (left: number): void => {
      if (device.owner !== this || !device.up) return;
      for (const { address } of this.addresses.of(device)) announce(device, address);
      this.ipv6.announce(device);
      if (left > 1) this.environment.clock.after(interval, () => once(left - 1));
    };
    if (count > 0) once(count);
  }

  /** rtnetlink as a process sees it; `capable` says that it has CAP_NET_ADMIN. */
  netlink(capable: boolean, find?: NamespaceFinder): Netlink {
    return new NetlinkView(this, capable, find);
  }

  /** That number, where one was given. */
  knownPeerId(owner: DeviceOwner): number | undefined {
    return this.#peers?.get(owner);
  }

  /** A number for another namespace, as seen from this one (IFLA_LINK_NETNSID). */
  peerId(owner: DeviceOwner): number {
    this.#peers ??= new Map();
    const id = this.#peers.get(owner) ?? this.#peers.size;
    this.#peers.set(owner, id);
    return id;
  }

  /** The sockets that a process with these credentials may open. */
  socketFamily(credentials: SocketCredentials): SocketFamily {
    const inet = inetFamily(this, { sockets: this.#sockets, udp: this.udp, tcp: this.tcp }, credentials);
    return {
      socket: (domain, type, protocol) =>
        domain === 'packet'
          ? this.#packetTable.socket(type, protocol, credentials.raw)
          : inet.socket(domain, type, protocol),
    };
  }

  get #packetTable(): PacketTable {
    this.#packets ??= new PacketTable(this.environment.clock, this.devices);
    return this.#packets;
  }

  get taps(): ReadonlySet<Tap> | undefined {
    return this.#packets?.taps;
  }

  /** Made at the first fragment. */
  get fragments(): Fragments {
    const { clock } = this.environment;
    this.#fragments ??= new Fragments(
      (delay, fire) => clock.after(delay, fire),
      (first) => this.#reassemblyFailed(first),
    );
    return this.#fragments;
  }

  changed(device: NetDevice): void {
    this.configuration.changed(device);
    if (!device.up) this.#packets?.deviceDown(device, false);
  }

  holds(device: NetDevice, address: IpAddress): boolean {
    if (typeof address === 'string') return this.ipv6.addresses.find(device, address) !== undefined;
    return this.addresses.of(device).some((entry) => entry.address === address);
  }

  routeOut(bytes: Uint8Array): void {
    if ((bytes[0] ?? 0) >> 4 === 6) return this.ipv6.routeOut(bytes);
    const packet = receivePacket(bytes);
    if (packet) routeOut(this, packet);
  }

  input(device: NetDevice, frame: Uint8Array): void {
    if (frame.length < ETHERNET_HEADER) return;
    const group = isGroup(frame);
    // A bridge passes up only what is for it or one of its ports; other devices hear frames for others too.
    if (!group && device.kind !== 'bridge' && macAt(frame, 0) !== device.macNumber) return;
    const etherType = ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
    if (etherType === ETHERTYPE_IPV4) ipInput(this, device, frame, group);
    else if (etherType === ETHERTYPE_ARP) arpInput(this, device, frame.subarray(ETHERNET_HEADER), group);
    else if (etherType === ETHERTYPE_IPV6) this.ipv6.input(device, frame.subarray(ETHERNET_HEADER), group);
  }

  get bridgeOverhear(): DeviceOwner['bridgeOverhear'] {
    return overhearOf(this.netfilter, this.ipv6.netfilter);
  }

  get bridgeFilter(): BridgeFilter | undefined {
    return bridgeFilterOf(this.netfilter, this.ipv6.netfilter);
  }

  deliverRaw(packet: Packet): boolean {
    return this.#sockets.inet.deliverRaw(packet);
  }

  nextId(): number {
    this.#id = (this.#id + 1) & 0xffff;
    return this.#id;
  }

  trace(device: NetDevice | undefined, detail: () => TraceDetail): void {
    const { trace, clock, machine } = this.environment;
    if (!trace.active) return;
    const place = { time: clock.now, machine, namespace: this.name };
    trace.emit({ ...place, ...(device && { device: device.name }), ...detail() });
  }

  solicit(entry: ArpEntry, waiting: Packet | undefined, unicast: boolean): void {
    solicit(this, entry, waiting, unicast);
  }

  /** arp_error_report(). */
  neighbourFailed(entry: ArpEntry, waiting: readonly Packet[]): void {
    const address = entry.info()?.address ?? '';
    this.trace(entry.device, () => ({ kind: 'neighbour-failed', address, packets: waiting.map(({ bytes }) => bytes) }));
    const reason = { type: 'destination-unreachable', code: ICMP_UNREACHABLE.host } as const;
    for (const packet of waiting) sendIcmpError(this, packet, reason);
  }

  #reassemblyFailed(first: Packet | undefined): void {
    if (!first) return;
    this.trace(first.inDevice, () => ({ kind: 'drop', packet: first.bytes, reason: 'reassembly-timeout' }));
    sendIcmpError(this, first, { type: 'time-exceeded', code: ICMP_TIME_EXCEEDED.reassembly });
  }
}
