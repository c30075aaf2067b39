import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { Bridge } from '../../kernel/link/bridge.ts';
import { randomMac } from '../../kernel/link/mac-address.ts';
import { createVethPair } from '../../kernel/link/veth.ts';
import { netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { formatIpv4, parseIpv4 } from '../../kernel/wire/address.ts';
import { forbidden, invalidParameter, systemError } from '../errors.ts';
import { shortId } from '../id.ts';
import { containsAddress, masked, overlaps } from '../ipam/prefix.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { Network } from '../network/network.ts';
import { addAddress, type Sandbox } from '../network/sandbox.ts';
import type { PortBinding } from '../ports/port-binding.ts';
import { PortMapper } from '../ports/port-mapper.ts';
import { BridgeFirewall, type FirewallNetwork } from './bridge-firewall.ts';
import { type BridgeOptions, parseBridgeOptions } from './bridge-options.ts';
import type { AskedNetwork, NetworkDriver } from './driver.ts';
import { goError } from './go-error.ts';
import { generateIfaceName } from './iface-name.ts';

/** The auxiliary address that is no address to keep free only, but the containers' default gateway (labels.go). */
const GATEWAY_AUX = 'DefaultGatewayIPv4';

/** IFNAMSIZ. */
const NAME_LIMIT = 16;

interface BridgeNetwork {
  readonly network: Network;
  readonly options: BridgeOptions;
  readonly device: Bridge;
  /** Was the device there before the network? Then it stays. */
  readonly madeByUser: boolean;
  /** Undefined where it has no subnet. */
  readonly rules: FirewallNetwork | undefined;
}

function firewallNetwork(network: Network, name: string, options: BridgeOptions): FirewallNetwork | undefined {
  const subnet = network.pools[0]?.pool.subnet;
  if (subnet === undefined) return undefined;
  const { enableIcc: icc, enableIpMasquerade: masquerade, gatewayMode: mode } = options;
  return {
    ...{ interface: name, subnet: masked(subnet), internal: network.internal, icc, masquerade },
    routed: mode === 'routed',
    unprotected: mode === 'nat-unprotected',
    hostAddress: options.hostIpv4,
    trusted: options.trustedInterfaces,
  };
}

/** A bridge on the host for each network, and a veth pair for each endpoint (libnetwork/drivers/bridge). */
export class BridgeDriver implements NetworkDriver {
  readonly name = 'bridge';
  readonly allocatesAddresses = true;
  readonly #host: NetNamespace;
  readonly #firewall: BridgeFirewall;
  readonly #mapper: PortMapper;
  readonly #networks = new Map<string, BridgeNetwork>();
  /** The host's end of each endpoint's pair, by endpoint id. */
  readonly #hostEnds = new Map<string, string>();

  /**
   * @param host the network namespace that the bridges are made in
   * @param startProxy gives a bound port to a userland proxy
   */
  constructor(host: NetNamespace, startProxy: (binding: PortBinding) => void) {
    this.#host = host;
    this.#firewall = new BridgeFirewall(netfilterOf(host));
    this.#mapper = new PortMapper({ host, firewall: this.#firewall, startProxy });
  }

  validateOptions({ internal, options }: AskedNetwork): void {
    const { bridgeName = '', gatewayMode } = parseBridgeOptions(options);
    const existing = this.#host.device(bridgeName);
    if (existing !== undefined && !(existing instanceof Bridge)) {
      throw systemError(`existing interface ${bridgeName} is not a bridge`);
    }
    if (gatewayMode === 'isolated' && !internal) {
      throw systemError("gateway mode 'isolated' can only be used for an internal network");
    }
  }

  /** An isolated network has no use for one; nor has an internal one whose bridge gets no address. */
  skipsGateway({ internal, options }: AskedNetwork): boolean {
    const { gatewayMode, inhibitIpv4 } = parseBridgeOptions(options);
    return gatewayMode === 'isolated' || (inhibitIpv4 && internal);
  }

  createNetwork(network: Network): void {
    if (network.pools.length > 1) throw invalidParameter("bridge driver doesn't support multiple subnets");
    const options = parseBridgeOptions(network.options);
    if (options.mtu < 0) throw invalidParameter(`invalid MTU number: ${options.mtu}`);
    const name = options.bridgeName ?? `br-${shortId(network.id)}`;
    this.#checkConflicts(network, name);
    const madeByUser = this.#host.device(name) !== undefined;
    const device = this.#makeBridge(name, options);
    const rules = firewallNetwork(network, name, options);
    this.#networks.set(network.id, { network, options, device, madeByUser, rules });
    if (!options.inhibitIpv4 && options.gatewayMode !== 'isolated') this.#addGateway(network, name);
    this.#enableForwarding();
    try {
      if (rules) this.#firewall.addNetwork(rules);
    } catch (error) {
      this.deleteNetwork(network);
      throw error;
    }
    this.#host.netlink(true).setLink(name, { up: true });
  }

  /** Of a subnet's addresses, one may be set apart as the way out (setupGatewayIPv4). */
  defaultGateway({ network, pool }: Endpoint): number | undefined {
    if (network.internal) return undefined;
    return parseIpv4(network.ipam.Config?.[0]?.AuxiliaryAddresses?.[GATEWAY_AUX] ?? '') ?? pool?.gateway;
  }

  /** setup_ip_forwarding.go: who makes the host a router also sees to it that it forwards nothing else. */
  #enableForwarding(): void {
    const { sysctls } = this.#host;
    if (sysctls.get('ip_forward') !== 0) return;
    sysctls.set('ip_forward', 1);
    this.#firewall.dropForwarded();
  }

  #checkConflicts(network: Network, name: string): void {
    for (const other of this.#networks.values()) {
      const sameName = other.device.name === name;
      const mine = network.pools[0]?.pool.subnet;
      const theirs = other.network.pools[0]?.pool.subnet;
      const overlapping = mine !== undefined && theirs !== undefined && overlaps(mine, theirs);
      if (!sameName && !overlapping) continue;
      const reason = sameName ? 'networks have same bridge name' : 'networks have overlapping IPv4';
      throw forbidden(
        `cannot create network ${network.id} (${name}): conflicts with network ${other.network.id} (${other.device.name}): ${reason}`,
      );
    }
  }

  /** A bridge that is there already is taken as it is, but for its MTU. Throws, without a trace, for a name or an MTU that the kernel refuses. */
  #makeBridge(name: string, { mtu }: BridgeOptions): Bridge {
    const existing = this.#host.device(name);
    const { environment } = this.#host;
    const bridge =
      existing instanceof Bridge ? existing : new Bridge(environment, { name, mac: randomMac(environment.random) });
    try {
      if (existing === undefined) this.#host.addDevice(bridge);
      if (mtu > 0) this.#host.netlink(true).setLink(name, { mtu });
    } catch (error) {
      if (existing === undefined && bridge.owner === this.#host) this.#host.deleteDevice(name);
      // strlen() is what a longer name fails at, before the kernel sees it.
      throw systemError(name.length >= NAME_LIMIT ? 'numerical result out of range' : goError(error));
    }
    return bridge;
  }

  /** setupBridgeIPv4(): the gateway's address instead of one of the same subnet that the bridge had before. */
  #addGateway(network: Network, device: string): void {
    const [pool] = network.pools;
    if (pool?.gateway === undefined) return;
    const { bits } = pool.pool.subnet;
    const netlink = this.#host.netlink(true);
    for (const { address, prefix } of this.#host.addresses.of(this.#host.deviceNamed(device))) {
      if (address === pool.gateway && prefix === bits) return;
      if (containsAddress(masked(pool.pool.subnet), address))
        netlink.deleteAddress(device, formatIpv4(address), prefix);
    }
    addAddress(netlink, device, pool.gateway, bits);
  }

  deleteNetwork(network: Network): void {
    const { device, madeByUser, rules } = this.#networks.get(network.id) ?? {};
    this.#networks.delete(network.id);
    if (rules) this.#firewall.deleteNetwork(rules);
    if (!madeByUser && device?.owner === this.#host) this.#host.deleteDevice(device.name);
  }

  createEndpoint(endpoint: Endpoint): void {
    const { device, options, rules } = this.#bridgeOf(endpoint);
    const { environment } = this.#host;
    endpoint.mac = endpoint.mac || randomMac(environment.random);
    const hostName = generateIfaceName(this.#host);
    if (device.owner !== this.#host) {
      throw systemError(`adding interface ${hostName} to bridge ${device.name} failed: Device does not exist`);
    }
    const mtu = options.mtu > 0 ? { mtu: options.mtu } : {};
    const inside = { name: generateIfaceName(this.#host), mac: endpoint.mac, ...mtu };
    const [hostEnd, containerEnd] = createVethPair(environment, { name: hostName, ...mtu }, inside);
    this.#host.addDevice(hostEnd);
    device.addPort(hostEnd);
    if (rules && endpoint.address !== undefined) this.#firewall.addEndpoint(rules, endpoint.address);
    hostEnd.setUp(true);
    endpoint.device = containerEnd;
    this.#hostEnds.set(endpoint.id, hostName);
  }

  #bridgeOf(endpoint: Endpoint): BridgeNetwork {
    const found = this.#networks.get(endpoint.network.id);
    if (found === undefined) throw systemError(`network ${endpoint.network.id} does not exist`);
    return found;
  }

  deleteEndpoint(endpoint: Endpoint): void {
    const name = this.#hostEnds.get(endpoint.id);
    this.#hostEnds.delete(endpoint.id);
    endpoint.device = undefined;
    const rules = this.#networks.get(endpoint.network.id)?.rules;
    if (rules && endpoint.address !== undefined) this.#firewall.deleteEndpoint(rules, endpoint.address);
    // Whoever deletes the pair by hand leaves nothing to do here.
    if (name !== undefined && this.#host.device(name) !== undefined) this.#host.deleteDevice(name);
  }

  join(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.addInterface(endpoint, this.#bridgeOf(endpoint).options.interfacePrefix);
  }

  leave(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.removeInterface(endpoint);
  }

  programExternalConnectivity(endpoint: Endpoint, { publishedPorts }: Sandbox): void {
    const { rules, options } = this.#bridgeOf(endpoint);
    const { address } = endpoint;
    if (rules === undefined || address === undefined || publishedPorts.length === 0) return;
    const container = { network: rules, address, defaultAddress: options.hostBinding };
    endpoint.portMapping = this.#mapper.map(container, publishedPorts);
    this.#firewall.forgetConnections(address, endpoint.portMapping);
  }

  revokeExternalConnectivity(endpoint: Endpoint): void {
    const { rules } = this.#networks.get(endpoint.network.id) ?? {};
    const { address, portMapping } = endpoint;
    if (rules === undefined || address === undefined || portMapping.length === 0) return;
    this.#mapper.release(rules, portMapping);
    endpoint.portMapping = [];
    this.#firewall.forgetConnections(address, portMapping);
  }
}
