import type { Random } from '../../kernel/random.ts';
import { formatIpv4 } from '../../kernel/wire/address.ts';
import type { NetworkDriver } from '../drivers/driver.ts';
import { conflict, EngineError, forbidden, invalidParameter, notFound, PluginNotFound, wrapped } from '../errors.ts';
import { generateId, shortId } from '../id.ts';
import { AddressSpace } from '../ipam/address-space.ts';
import type { Prefix } from '../ipam/prefix.ts';
import type { Timestamps } from '../time.ts';
import { validateConfiguration, withConfiguration } from './configuration.ts';
import { Endpoint } from './endpoint.ts';
import { takeAddress } from './endpoint-address.ts';
import { allocatePools, nullIpamRefusal } from './ipam-config.ts';
import { type Ipam, Network } from './network.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

export interface ControllerOptions {
  readonly random: Random;
  readonly timestamps: Timestamps;
  readonly drivers: readonly NetworkDriver[];
  /** Networks that the host itself is on, or asks names in: not for the engine to choose. */
  reservedNetworks(): readonly Prefix[];
}

export interface NewNetwork {
  readonly name: string;
  readonly driver: string;
  /** False: without addresses of this family, which leaves none at all. */
  readonly ipv4?: boolean;
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
  /** The lowest free one where left out. */
  readonly address: number | undefined;
  readonly gatewayPriority: number;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly dnsNames: readonly string[];
  readonly links: ReadonlyMap<string, string>;
  readonly linkLocalAddresses: readonly number[];
}

/** The first half of 169.254.0.0/16's addresses (RFC 3927). */
const LINK_LOCAL = 0xa9fe;

/** Networks, endpoints and sandboxes of one engine (libnetwork/controller.go). */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #localSpace = new AddressSpace();
  readonly #globalSpace = new AddressSpace('global');
  readonly #networks = new Map<string, Network>();
  readonly #sandboxes = new Map<string, Sandbox>();

  constructor(options: ControllerOptions) {
    this.#options = options;
  }

  get networks(): Network[] {
    return [...this.#networks.values()];
  }

  /** What IPAM holds, of local and of global scope: each subnet, with how many of its addresses are taken. */
  get allocatedAddresses(): string[] {
    return [...this.#localSpace.allocated, ...this.#globalSpace.allocated];
  }

  get driverNames(): string[] {
    return this.#options.drivers.map((driver) => driver.name).sort();
  }

  driver(name: string): NetworkDriver | undefined {
    return this.#options.drivers.find((driver) => driver.name === name);
  }

  /** By id, name, or an id's beginning. Throws when there is none, or more than one. */
  findNetwork(term: string): Network {
    const exact = this.#networks.get(term) ?? this.networks.find((network) => network.name === term);
    if (exact !== undefined) return exact;
    const found = this.networks.filter((network) => network.id.startsWith(term));
    if (found.length > 1) {
      throw invalidParameter(`network ${term} is ambiguous (${found.length} matches found based on ID prefix)`);
    }
    if (found[0] === undefined) throw notFound(`network ${term} not found`);
    return found[0];
  }

  /** Makes a network, with its subnets and what its driver makes. Throws and leaves nothing when any of it fails. */
  newNetwork(asked: NewNetwork): Network {
    if (asked.name.trim() === '') throw invalidParameter('invalid name: name is empty');
    if (this.networks.some((network) => network.name === asked.name)) {
      throw conflict(`network with name ${asked.name} already exists`);
    }
    validateConfiguration(asked);
    const network = asked.configOnly ? this.#network(asked, 'null') : this.#plumbed(asked);
    this.#networks.set(network.id, network);
    return network;
  }

  #network(asked: NewNetwork, driverName: string): Network {
    const driver = this.driver(driverName);
    if (driver === undefined) throw new PluginNotFound(driverName);
    return new Network({
      id: generateId(this.#options.random),
      name: asked.name,
      driver,
      created: this.#options.timestamps.next(),
      ipam: asked.ipam,
      internal: asked.internal ?? false,
      attachable: asked.attachable ?? false,
      scope: asked.scope ?? '',
      configOnly: asked.configOnly ?? false,
      configFrom: asked.configFrom ?? '',
      options: asked.options ?? {},
      labels: asked.labels ?? {},
    });
  }

  /** A network with its subnets, and what its driver makes of it. */
  #plumbed(asked: NewNetwork): Network {
    if (this.driver(asked.driver) === undefined) throw new PluginNotFound(asked.driver);
    if (asked.ingress) throw forbidden('Ingress network can only be global scope network');
    const network = this.#network(withConfiguration(asked, this.networks), asked.driver);
    if (asked.scope === 'swarm') throw forbidden('cannot create a swarm scoped network when swarm is not active');
    network.driver.validateOptions(network);
    if (asked.ipv4 === false && network.driver.allocatesAddresses)
      throw invalidParameter('IPv4 or IPv6 must be enabled');
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
    const skipsGateway = driver.skipsGateway?.(network) ?? false;
    // What is on this host says nothing of a network that is on others too.
    const reserved = network.scope === 'global' ? [] : this.#options.reservedNetworks();
    network.pools = allocatePools(this.#space(network), ipam.Config ?? [], reserved, skipsGateway);
  }

  #space({ scope }: Network): AddressSpace {
    return scope === 'global' ? this.#globalSpace : this.#localSpace;
  }

  deleteNetwork(network: Network): void {
    if (network.configOnly) {
      const used = this.networks.some(({ configFrom }) => configFrom === network.name);
      if (used) throw forbidden(`configuration network "${network.name}" is in use`);
      this.#networks.delete(network.id);
      return;
    }
    if (network.endpoints.size > 0) {
      const active = [...network.endpoints].map(({ name, id }) => `name:"${name}" id:"${shortId(id)}"`);
      throw forbidden(`network ${network.name} has active endpoints (${active.join(', ')})`);
    }
    network.driver.deleteNetwork(network);
    this.#releasePools(network);
    this.#networks.delete(network.id);
  }

  #releasePools(network: Network): void {
    for (const { pool } of network.pools) this.#space(network).releasePool(pool);
    network.pools = [];
  }

  /** Throws when the name is on the network already, or the address is not free. */
  createEndpoint(network: Network, asked: NewEndpoint): Endpoint {
    if (network.configOnly) throw forbidden('cannot create endpoint on configuration-only network');
    if (network.endpointByName(asked.name) !== undefined) {
      throw forbidden(`endpoint with name ${asked.name} already exists in network ${network.name}`);
    }
    const routable = asked.linkLocalAddresses.find((address) => address >>> 16 !== LINK_LOCAL);
    if (routable !== undefined) throw invalidParameter(`invalid link local IP address: ${formatIpv4(routable)}`);
    const taken = takeAddress(network, asked.address);
    const place = { address: taken?.address, pool: taken?.from };
    const endpoint = new Endpoint({ ...asked, id: generateId(this.#options.random), network, ...place });
    try {
      network.driver.createEndpoint(endpoint);
    } catch (error) {
      releaseAddress(endpoint);
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
    releaseAddress(endpoint);
  }

  /** Throws when its driver fails; {@link leave} then takes back what was done. */
  join(endpoint: Endpoint, sandbox: Sandbox): void {
    const before = sandbox.gatewayEndpoint;
    sandbox.add(endpoint);
    endpoint.network.driver.join(endpoint, sandbox);
    if (sandbox.gatewayEndpoint !== endpoint) return;
    before?.network.driver.revokeExternalConnectivity?.(before);
    try {
      programExternalConnectivity(endpoint, sandbox);
    } catch (error) {
      if (before !== undefined) tryExternalConnectivity(before, sandbox);
      throw error;
    }
  }

  /** The sandbox's ports move to the endpoint that is its way out afterwards. */
  leave(endpoint: Endpoint): void {
    const { sandbox } = endpoint;
    if (sandbox === undefined) return;
    const wasGateway = sandbox.gatewayEndpoint === endpoint;
    if (wasGateway) endpoint.network.driver.revokeExternalConnectivity?.(endpoint);
    sandbox.remove(endpoint);
    endpoint.network.driver.leave(endpoint, sandbox);
    const next = sandbox.gatewayEndpoint;
    if (wasGateway && next !== undefined) tryExternalConnectivity(next, sandbox);
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
      this.leave(endpoint);
      this.deleteEndpoint(endpoint);
    }
    sandbox.stopResolver();
    this.#sandboxes.delete(sandbox.containerId);
  }
}

function releaseAddress({ address, pool }: Endpoint): void {
  if (address !== undefined) pool?.pool.release(address);
}

function programExternalConnectivity(endpoint: Endpoint, sandbox: Sandbox): void {
  try {
    endpoint.network.driver.programExternalConnectivity?.(endpoint, sandbox);
  } catch (error) {
    const what = `endpoint ${endpoint.name} (${endpoint.id})`;
    throw wrapped(error, `driver failed programming external connectivity on ${what}`);
  }
}

/** Where ports fall back to another endpoint, a failure is noted in the engine's log only. */
function tryExternalConnectivity(endpoint: Endpoint, sandbox: Sandbox): void {
  try {
    programExternalConnectivity(endpoint, sandbox);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}
