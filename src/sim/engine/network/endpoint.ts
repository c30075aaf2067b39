import type { NetDevice } from '../../kernel/link/device.ts';
import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import type { PortBinding } from '../ports/port-binding.ts';
import { interfaceSysctls } from './interface-sysctl.ts';
import type { AllocatedPool, Network } from './network.ts';
import type { Sandbox } from './sandbox.ts';

export interface EndpointOptions {
  readonly id: string;
  readonly name: string;
  readonly network: Network;
  /** Where left out, the driver makes one up. */
  readonly mac: string;
  readonly address: number | undefined;
  readonly address6: string | undefined;
  /** The subnets that the addresses are of. */
  readonly pool: AllocatedPool | undefined;
  readonly pool6: AllocatedPool<string> | undefined;
  readonly gatewayPriority: number;
  readonly driverOptions: Readonly<Record<string, string>>;
  /** What others on the network know it by; the first is the one that its address resolves to. */
  readonly dnsNames: readonly string[];
  /** `--link` on a network of one's own: names that only this container knows, and whose they are. */
  readonly links: ReadonlyMap<string, string>;
  /** `--link-local-ip`, besides the addresses. */
  readonly linkLocalAddresses: readonly IpAddress[];
}

const INTERFACE_NAME = 'com.docker.network.endpoint.ifname';

/** A sandbox's place on a network (libnetwork/endpoint.go). */
export class Endpoint implements EndpointOptions {
  readonly id: string;
  readonly network: Network;
  readonly address: number | undefined;
  readonly address6: string | undefined;
  readonly pool: AllocatedPool | undefined;
  readonly pool6: AllocatedPool<string> | undefined;
  readonly gatewayPriority: number;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly links: ReadonlyMap<string, string>;
  readonly linkLocalAddresses: readonly IpAddress[];
  dnsNames: readonly string[];
  name: string;
  /** Empty for the host's and the null driver. */
  mac: string;
  sandbox: Sandbox | undefined;
  /** What goes into the sandbox: the end of a pair, a macvlan or an ipvlan; made by the driver. */
  device: NetDevice | undefined;
  /** Ports of the host that lead here, while this endpoint is the sandbox's way out. */
  portMapping: readonly PortBinding[] = [];

  constructor(options: EndpointOptions) {
    this.id = options.id;
    this.name = options.name;
    this.network = options.network;
    this.mac = options.mac;
    this.address = options.address;
    this.address6 = options.address6;
    this.pool = options.pool;
    this.pool6 = options.pool6;
    this.gatewayPriority = options.gatewayPriority;
    this.driverOptions = options.driverOptions;
    this.links = options.links;
    this.linkLocalAddresses = options.linkLocalAddresses;
    this.dnsNames = options.dnsNames;
  }

  /** The interface's name inside, where one was asked for. */
  get interfaceName(): string | undefined {
    return this.driverOptions[INTERFACE_NAME];
  }

  /** Settings of the interface inside that were asked for. */
  get sysctls(): readonly string[] {
    return interfaceSysctls(this.driverOptions);
  }

  get addresses(): IpAddress[] {
    return [this.address, this.address6].filter((address) => address !== undefined);
  }

  get prefixLength(): number {
    return this.pool?.pool.subnet.bits ?? 0;
  }

  get prefixLength6(): number {
    return this.pool6?.pool.subnet.bits ?? 0;
  }

  /** What the default route goes to when this endpoint has it; none on an internal network. */
  get gateway(): number | undefined {
    const { network } = this;
    if (this.address === undefined || network.internal) return undefined;
    if (network.driver.defaultGateway) return network.driver.defaultGateway(this);
    return network.driver.skipsGateway?.(network).ipv4 ? undefined : this.pool?.gateway;
  }

  /** The same of IPv6. */
  get gateway6(): string | undefined {
    const { network } = this;
    if (this.address6 === undefined || network.internal) return undefined;
    if (network.driver.defaultGateway6) return network.driver.defaultGateway6(this);
    return network.driver.skipsGateway?.(network).ipv6 ? undefined : this.pool6?.gateway;
  }

  /** Of which families can it have the default route? */
  get leadsOut(): { readonly ipv4: boolean; readonly ipv6: boolean } {
    const direct = this.#isPointToPoint;
    return {
      ipv4: this.gateway !== undefined || (direct && this.address !== undefined),
      ipv6: this.gateway6 !== undefined || (direct && this.address6 !== undefined),
    };
  }

  /** Do its default routes have no gateway? */
  get #isPointToPoint(): boolean {
    return this.network.driver.isPointToPoint?.(this) ?? false;
  }

  get #gatewayCount(): number {
    const { ipv4, ipv6 } = this.leadsOut;
    return Number(ipv4) + Number(ipv6);
  }

  /** Does this endpoint come before `other` as the one that gives the default route? (libnetwork/sandbox.go, Less) */
  precedes(other: Endpoint): boolean {
    if (this.gatewayPriority !== other.gatewayPriority) return this.gatewayPriority > other.gatewayPriority;
    if (this.network.internal !== other.network.internal) return other.network.internal;
    if (this.#gatewayCount !== other.#gatewayCount) return this.#gatewayCount > other.#gatewayCount;
    return this.network.name < other.network.name;
  }
}
