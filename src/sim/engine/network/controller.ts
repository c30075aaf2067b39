import { isLinkLocal } from '../../kernel/inet/ipv6/address.ts';
import type { Random } from '../../kernel/random.ts';
import { formatIp, type IpAddress } from '../../kernel/wire/ip-address.ts';
import type { NetworkDriver } from '../drivers/driver.ts';
import { conflict, forbidden, invalidParameter, notFound, PluginNotFound, wrapped } from '../errors.ts';
import { generateId, shortId } from '../id.ts';
import { AddressSpace, GLOBAL_POOLS, LOCAL_POOLS, type Predefined } from '../ipam/address-space.ts';
import { IPV4, IPV6, type Prefix } from '../ipam/prefix.ts';
import type { Timestamps } from '../time.ts';
import { validateConfiguration, withConfiguration } from './configuration.ts';
import { updateDefaultGateway } from './default-gateway.ts';
import { Endpoint } from './endpoint.ts';
import { takeAddress } from './endpoint-address.ts';
import { gainConnectivity, moveConnectivity } from './external-connectivity.ts';
import { allocatePools, nullIpamRefusal } from './ipam-config.ts';
import { type Ipam, isIpv6Pool, Network, type NetworkOptions } from './network.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

export interface ControllerOptions {
  readonly random: Random;
  readonly timestamps: Timestamps;
  readonly drivers: readonly NetworkDriver[];
  /** Networks that the host itself is on, or asks names in: not for the engine to choose. */
  reservedNetworks(): { readonly ipv4: readonly Prefix[]; readonly ipv6: readonly Prefix<string>[] };
  /** Where IPv6 subnets are cut from. */
  readonly uniqueLocal: Predefined<string>;
}

export interface NewNetwork {
  /** A swarm's, that this machine is to have too. */
  readonly id?: string;
  readonly name: string;
  readonly driver: string;
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly ipam: Ipam;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly ingress?: boolean;
  readonly scope?: string;
  readonly configOnly?: boolean;
  readonly configFrom?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface NewEndpoint {
  readonly name: string;
  readonly mac: string;
  /** The lowest free ones where left out. */
  readonly address: number | undefined;
  readonly address6: string | undefined;
  /** No address of IPv6 at all, whatever the network has. */
  readonly disableIpv6: boolean;
  readonly gatewayPriority: number;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly dnsNames: readonly string[];
  readonly links: ReadonlyMap<string, string>;
  readonly linkLocalAddresses: readonly IpAddress[];
}

/** 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291). */
const isRoutable = (address: IpAddress): boolean =>
  typeof address === 'number' ? address >>> 16 !== 0xa9fe : !isLinkLocal(address);

/** Networks, endpoints and sandboxes of one engine (libnetwork/controller.go). */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #localSpace = new AddressSpace(IPV4, LOCAL_POOLS);
  readonly #globalSpace = new AddressSpace(IPV4, GLOBAL_POOLS);
  readonly #localSpace6: AddressSpace<string>;
  readonly #globalSpace6 = new AddressSpace(IPV6, []);
  readonly #networks = new Map<string, Network>();
  /** The same by name: no two have the same. */
  readonly #networksByName = new Map<string, Network>();
  readonly #sandboxes = new Map<string, Sandbox>();

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#localSpace6 = new AddressSpace(IPV6, [options.uniqueLocal]);
  }

  get networks(): Network[] {
    return [...this.#networks.values()];
  }

  /** What IPAM holds, of local and of global scope: each subnet, with how many of its addresses are taken. */
  get allocatedAddresses(): string[] {
    const spaces = [this.#localSpace, this.#globalSpace, this.#localSpace6, this.#globalSpace6];
    return spaces.flatMap(({ allocated }) => allocated);
  }

  get driverNames(): string[] {
    return this.#options.drivers.map((driver) => driver.name).sort();
  }

  driver(name: string): NetworkDriver | undefined {
    return this.#options.drivers.find((driver) => driver.name === name);
  }

  /** By id, name, or an id's beginning. Throws when there is none, or more than one. */
  findNetwork(term: string): Network {
    return this.networkNamed(term) ?? networkAmong(this.networks, term);
  }

  /** The one with just this id, or else this name. */
  networkNamed(term: string): Network | undefined {
    return this.#networks.get(term) ?? this.#networksByName.get(term);
  }

  /** Makes a network, with its subnets and what its driver makes. Throws and leaves nothing when any of it fails. */
  newNetwork(asked: NewNetwork): Network {
    this.checkNew(asked);
    const network = asked.configOnly ? new Network(this.networkOptions(asked, 'null')) : this.#plumbed(asked);
    this.#networks.set(network.id, network);
    this.#networksByName.set(network.name, network);
    return network;
  }

  /** Throws for a name that is none, or taken, and for what does not go together. */
  checkNew(asked: NewNetwork): void {
    if (asked.name.trim() === '') throw invalidParameter('invalid name: name is empty');
    if (this.#networksByName.has(asked.name)) {
      throw conflict(`network with name ${asked.name} already exists`);
    }
    validateConfiguration(asked);
    if (this.driver(asked.driver) === undefined && !asked.configOnly) throw new PluginNotFound(asked.driver);
  }

  /** What a network is that was asked for. Throws for a driver that is none. */
  networkOptions(asked: NewNetwork, driverName = asked.driver): NetworkOptions {
    const driver = this.driver(driverName);
    if (driver === undefined) throw new PluginNotFound(driverName);
    return {
      id: asked.id ?? generateId(this.#options.random),
      name: asked.name,
      driver,
      created: this.#options.timestamps.next(),
      enableIpv4: asked.enableIpv4,
      enableIpv6: asked.enableIpv6,
      ipam: asked.ipam,
      internal: asked.internal ?? false,
      attachable: asked.attachable ?? false,
      ingress: asked.ingress ?? false,
      dynamic: asked.id !== undefined,
      scope: asked.scope ?? '',
      configOnly: asked.configOnly ?? false,
      configFrom: asked.configFrom ?? '',
      options: asked.options ?? {},
      labels: asked.labels ?? {},
    };
  }

  /** A network with its subnets, and what its driver makes of it. */
  #plumbed(asked: NewNetwork): Network {
    if (asked.ingress && asked.driver !== 'overlay')
      throw forbidden('Ingress network can only be global scope network');
    const network = new Network(this.networkOptions(withConfiguration(asked, this.networks)));
    if (asked.scope === 'swarm' && !network.dynamic)
      throw forbidden('cannot create a swarm scoped network when swarm is not active');
    network.driver.validateOptions(network);
    if (!network.enableIpv4 && !network.enableIpv6 && network.driver.allocatesAddresses) {
      throw invalidParameter('IPv4 or IPv6 must be enabled');
    }
    this.#allocate(network);
    try {
      network.driver.createNetwork(network);
    } catch (error) {
      this.#releasePools(network);
      throw error;
    }
    return network;
  }

  #allocate(network: Network): void {
    const { driver, ipam } = network;
    if (!driver.allocatesAddresses) return;
    if (ipam.Driver === 'null') throw nullIpamRefusal(ipam.Config ?? []);
    if (ipam.Driver !== 'default') throw new PluginNotFound(ipam.Driver);
    const asked = ipam.Config ?? [];
    const [asked4, asked6] = [asked.filter((pool) => !isIpv6Pool(pool)), asked.filter(isIpv6Pool)];
    const skipsGateway = driver.skipsGateway?.(network) ?? { ipv4: false, ipv6: false };
    // What is on this host says nothing of a network that is on others too.
    const reserved = isGlobal(network) ? noneReserved : this.#options.reservedNetworks;
    const { ipv4, ipv6 } = this.#spaces(network);
    try {
      if (network.enableIpv4) network.pools = allocatePools(ipv4, asked4, () => reserved().ipv4, skipsGateway.ipv4);
      if (network.enableIpv6) network.pools6 = allocatePools(ipv6, asked6, () => reserved().ipv6, skipsGateway.ipv6);
    } catch (error) {
      this.#releasePools(network);
      throw error;
    }
  }

  #spaces(network: Network): { readonly ipv4: AddressSpace; readonly ipv6: AddressSpace<string> } {
    if (isGlobal(network)) return { ipv4: this.#globalSpace, ipv6: this.#globalSpace6 };
    return { ipv4: this.#localSpace, ipv6: this.#localSpace6 };
  }

  deleteNetwork(network: Network): void {
    if (network.configOnly) {
      const used = this.networks.some(({ configFrom }) => configFrom === network.name);
      if (used) throw forbidden(`configuration network "${network.name}" is in use`);
      this.#forget(network);
      return;
    }
    if (network.endpoints.size > 0) {
      const active = [...network.endpoints].map(({ name, id }) => `name:"${name}" id:"${shortId(id)}"`);
      throw forbidden(`network ${network.name} has active endpoints (${active.join(', ')})`);
    }
    network.driver.deleteNetwork(network);
    this.#releasePools(network);
    this.#forget(network);
  }

  #forget({ id, name }: Network): void {
    this.#networks.delete(id);
    this.#networksByName.delete(name);
  }

  #releasePools(network: Network): void {
    const { ipv4, ipv6 } = this.#spaces(network);
    for (const { pool } of network.pools) ipv4.releasePool(pool);
    for (const { pool } of network.pools6) ipv6.releasePool(pool);
    network.pools = [];
    network.pools6 = [];
  }

  /** Throws when the name is on the network already, or the address is not free. */
  createEndpoint(network: Network, asked: NewEndpoint): Endpoint {
    if (network.configOnly) throw forbidden('cannot create endpoint on configuration-only network');
    if (network.endpointByName(asked.name) !== undefined) {
      throw forbidden(`endpoint with name ${asked.name} already exists in network ${network.name}`);
    }
    const routable = asked.linkLocalAddresses.find(isRoutable);
    if (routable !== undefined) throw invalidParameter(`invalid link local IP address: ${formatIp(routable)}`);
    const endpoint = new Endpoint({
      ...asked,
      ...takeAddresses(network, asked),
      id: generateId(this.#options.random),
      network,
    });
    try {
      network.driver.createEndpoint(endpoint);
    } catch (error) {
      releaseAddresses(endpoint);
      throw wrapped(error, `failed to create endpoint ${asked.name} on network ${network.name}`);
    }
    network.endpoints.add(endpoint);
    network.records.add(endpoint);
    return endpoint;
  }

  deleteEndpoint(endpoint: Endpoint): void {
    endpoint.network.driver.deleteEndpoint(endpoint);
    endpoint.network.endpoints.delete(endpoint);
    endpoint.network.records.delete(endpoint);
    releaseAddresses(endpoint);
  }

  /** Throws when its driver fails; {@link leave} then takes back what was done. */
  join(endpoint: Endpoint, sandbox: Sandbox): void {
    this.#join(endpoint, sandbox);
    updateDefaultGateway(this, sandbox);
  }

  #join(endpoint: Endpoint, sandbox: Sandbox): void {
    const before = sandbox.gateways;
    sandbox.add(endpoint);
    endpoint.network.driver.join(endpoint, sandbox);
    gainConnectivity(endpoint, sandbox, before);
  }

  /** The sandbox's ports move to the endpoints that are its ways out afterwards. */
  leave(endpoint: Endpoint): void {
    const { sandbox } = endpoint;
    if (sandbox === undefined) return;
    this.#leave(endpoint, sandbox);
    updateDefaultGateway(this, sandbox);
  }

  #leave(endpoint: Endpoint, sandbox: Sandbox): void {
    const before = sandbox.gateways;
    const wasGateway = before.ipv4 === endpoint || before.ipv6 === endpoint;
    if (wasGateway) endpoint.network.driver.revokeExternalConnectivity?.(endpoint);
    sandbox.remove(endpoint);
    endpoint.network.driver.leave(endpoint, sandbox);
    if (wasGateway) moveConnectivity(endpoint, sandbox, before);
  }

  newSandbox(options: Omit<SandboxOptions, 'id'>): Sandbox {
    const sandbox = new Sandbox({ ...options, id: generateId(this.#options.random) });
    this.#sandboxes.set(options.containerId, sandbox);
    return sandbox;
  }

  /** The sandbox of a container that has one of its own and runs. */
  sandboxOf(containerId: string): Sandbox | undefined {
    return this.#sandboxes.get(containerId);
  }

  /** Takes all its endpoints off their networks. */
  deleteSandbox(sandbox: Sandbox): void {
    for (const endpoint of [...sandbox.endpoints]) {
      this.#leave(endpoint, sandbox);
      this.deleteEndpoint(endpoint);
    }
    sandbox.stopResolver();
    this.#sandboxes.delete(sandbox.containerId);
  }
}

const noneReserved: ControllerOptions['reservedNetworks'] = () => ({ ipv4: [], ipv6: [] });

const isGlobal = ({ scope }: Network): boolean => scope === 'global' || scope === 'swarm';

/** The one of these networks that is meant: by id, name, or an id's beginning. Throws when there is none, or more than one. */
export function networkAmong<N extends Network>(networks: readonly N[], term: string): N {
  const exact = networks.find(({ id }) => id === term) ?? networks.find(({ name }) => name === term);
  if (exact !== undefined) return exact;
  const found = networks.filter(({ id }) => id.startsWith(term));
  if (found.length > 1) {
    throw invalidParameter(`network ${term} is ambiguous (${found.length} matches found based on ID prefix)`);
  }
  if (found[0] === undefined) throw notFound(`network ${term} not found`);
  return found[0];
}

/** Both or, where one is not to be had, none. */
function takeAddresses(network: Network, { address, address6, disableIpv6 }: NewEndpoint) {
  const taken = takeAddress(network, network.pools, address);
  try {
    const taken6 = disableIpv6 ? undefined : takeAddress(network, network.pools6, address6);
    return { address: taken?.address, pool: taken?.from, address6: taken6?.address, pool6: taken6?.from };
  } catch (error) {
    if (taken !== undefined) taken.from.pool.release(taken.address);
    throw error;
  }
}

function releaseAddresses({ address, pool, address6, pool6 }: Endpoint): void {
  if (address !== undefined) pool?.pool.release(address);
  if (address6 !== undefined) pool6?.pool.release(address6);
}
