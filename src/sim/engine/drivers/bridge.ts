import { isMulticast } from '../../kernel/inet/ipv6/address.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { Bridge } from '../../kernel/link/bridge.ts';
import { randomMac } from '../../kernel/link/mac-address.ts';
import { createVethPair } from '../../kernel/link/veth.ts';
import { netfilter6Of, netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { formatIpv4 } from '../../kernel/wire/address.ts';
import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { forbidden, invalidParameter, systemError } from '../errors.ts';
import { shortId } from '../id.ts';
import { blocksOverlap, containsAddress, formatPrefix, IPV4, IPV6, overlaps, samePrefix } from '../ipam/prefix.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { AllocatedPool, Network } from '../network/network.ts';
import { addAddress, type Sandbox } from '../network/sandbox.ts';
import type { PortBinding } from '../ports/port-binding.ts';
import { PortMapper } from '../ports/port-mapper.ts';
import { BridgeFirewall, type FirewallFamily, type FirewallNetwork } from './bridge-firewall.ts';
import { type BridgeOptions, parseBridgeOptions } from './bridge-options.ts';
import type { AskedNetwork, Connectivity, NetworkDriver } from './driver.ts';
import { goError } from './go-error.ts';
import { generateIfaceName } from './iface-name.ts';

/** The auxiliary addresses that are no addresses to keep free only, but the containers' default gateways (labels.go). */
const GATEWAY_AUX = 'DefaultGatewayIPv4';
const GATEWAY_AUX6 = 'DefaultGatewayIPv6';

/** IFNAMSIZ. */
const NAME_LIMIT = 16;

const LINK_LOCAL = { address: 'fe80::', bits: 64 };

interface BridgeNetwork {
  readonly network: Network;
  readonly options: BridgeOptions;
  readonly device: Bridge;
  /** Was the device there before the network? Then it stays. */
  readonly madeByUser: boolean;
  readonly rules: FirewallNetwork;
}

function firewallNetwork(network: Network, name: string, options: BridgeOptions): FirewallNetwork {
  const { enableIcc: icc, enableIpMasquerade: masquerade, trustedInterfaces: trusted } = options;
  return {
    ...{ interface: name, internal: network.internal, icc, masquerade, trusted },
    ipv4: firewallFamily(network.pools, options.gatewayMode, options.hostIpv4),
    ipv6: firewallFamily(network.pools6, options.gatewayMode6, options.hostIpv6),
  };
}

function firewallFamily<A extends IpAddress>(
  [allocated]: readonly AllocatedPool<A>[],
  mode: BridgeOptions['gatewayMode'],
  hostAddress: A | undefined,
): FirewallFamily<A> | undefined {
  if (allocated === undefined) return undefined;
  const { subnet } = allocated.pool;
  return { subnet, routed: mode === 'routed', unprotected: mode === 'nat-unprotected', hostAddress };
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
    this.#firewall = new BridgeFirewall({ ipv4: netfilterOf(host), ipv6: netfilter6Of(host) });
    this.#mapper = new PortMapper({ host, firewall: this.#firewall, startProxy });
  }

  validateOptions({ internal, options }: AskedNetwork): void {
    const { bridgeName = '', gatewayMode, gatewayMode6 } = parseBridgeOptions(options);
    const existing = this.#host.device(bridgeName);
    if (existing !== undefined && !(existing instanceof Bridge)) {
      throw systemError(`existing interface ${bridgeName} is not a bridge`);
    }
    if ([gatewayMode, gatewayMode6].includes('isolated') && !internal) {
      throw systemError("gateway mode 'isolated' can only be used for an internal network");
    }
  }

  /** An isolated network has no use for one; nor has an internal one whose bridge gets no address. */
  skipsGateway({ internal, options }: AskedNetwork) {
    const { gatewayMode, gatewayMode6, inhibitIpv4 } = parseBridgeOptions(options);
    return { ipv4: gatewayMode === 'isolated' || (inhibitIpv4 && internal), ipv6: gatewayMode6 === 'isolated' };
  }

  createNetwork(network: Network): void {
    if (network.pools.length > 1 || network.pools6.length > 1) {
      throw invalidParameter("bridge driver doesn't support multiple subnets");
    }
    const options = parseBridgeOptions(network.options);
    if (options.mtu < 0) throw invalidParameter(`invalid MTU number: ${options.mtu}`);
    const name = options.bridgeName ?? `br-${shortId(network.id)}`;
    checkSubnet6(network);
    this.#checkConflicts(network, name);
    const madeByUser = this.#host.device(name) !== undefined;
    const device = this.#makeBridge(name, options);
    const rules = firewallNetwork(network, name, options);
    this.#networks.set(network.id, { network, options, device, madeByUser, rules });
    try {
      if (!options.inhibitIpv4 && options.gatewayMode !== 'isolated') this.#addGateway(network, name);
      if (network.enableIpv6) this.#setupIpv6(network, name, options.gatewayMode6 === 'isolated');
      this.#enableForwarding(network);
      this.#firewall.addNetwork(rules);
    } catch (error) {
      this.deleteNetwork(network);
      throw error;
    }
    this.#host.netlink(true).setLink(name, { up: true });
  }

  /** Of a subnet's addresses, one may be set apart as the way out (setupGatewayIPv4). */
  defaultGateway({ network, pool }: Endpoint): number | undefined {
    return IPV4.parseAddress(auxiliaryAddress(network, GATEWAY_AUX)) ?? pool?.gateway;
  }

  defaultGateway6({ network, pool6 }: Endpoint): string | undefined {
    return IPV6.parseAddress(auxiliaryAddress(network, GATEWAY_AUX6)) ?? pool6?.gateway;
  }

  /** setup_ip_forwarding.go: who makes the host a router also sees to it that it forwards nothing else. */
  #enableForwarding({ enableIpv4, enableIpv6 }: Network): void {
    const { sysctls, ipv6 } = this.#host;
    if (enableIpv4 && sysctls.get('ip_forward') === 0) {
      sysctls.set('ip_forward', 1);
      this.#firewall.dropForwarded('ipv4');
    }
    if (enableIpv6 && ipv6.sysctls.get('conf/all/forwarding') === 0) {
      for (const owner of ['default', 'all']) ipv6.sysctls.set(`conf/${owner}/forwarding`, 1);
      this.#firewall.dropForwarded('ipv6');
    }
  }

  /** setupBridgeIPv6(): an isolated bridge has no address at all, not even one that the kernel makes. */
  #setupIpv6({ pools6: [allocated] }: Network, device: string, isolated: boolean): void {
    const { ipv6 } = this.#host;
    ipv6.sysctls.set(`conf/${device}/disable_ipv6`, isolated ? 1 : 0);
    if (isolated || allocated?.gateway === undefined) return;
    const { bits } = allocated.pool.subnet;
    const netlink = this.#host.netlink(true);
    const present = ipv6.addressInfos(this.#host.deviceNamed(device)).filter(({ address }) => !/^fe80::/.test(address));
    for (const { address, prefix } of present) {
      if (address !== allocated.gateway) netlink.deleteAddress(device, address, prefix);
    }
    if (present.some(({ address }) => address === allocated.gateway)) return;
    try {
      addAddress(netlink, device, allocated.gateway, bits);
    } catch (error) {
      throw systemError(`failed to add IPv6 address ${allocated.gateway}/${bits} to bridge: ${goError(error)}`);
    }
  }

  #checkConflicts(network: Network, name: string): void {
    for (const other of this.#networks.values()) {
      const sameName = other.device.name === name;
      const overlapping = clashes(network.pools, other.network.pools);
      if (!sameName && !overlapping && !clashes(network.pools6, other.network.pools6)) continue;
      const family = overlapping ? 'IPv4' : 'IPv6';
      const reason = sameName ? 'networks have same bridge name' : `networks have overlapping ${family}`;
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
      // setupDefaultSysctl(): nobody out there tells a bridge of Docker's where to route to.
      if (existing === undefined) this.#host.ipv6.sysctls.setOf(name, 'accept_ra', 0);
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
      if (containsAddress(pool.pool.subnet, address)) netlink.deleteAddress(device, formatIpv4(address), prefix);
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
    this.#firewall.addEndpoint(rules, endpoint.addresses);
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
    if (rules) this.#firewall.deleteEndpoint(rules, endpoint.addresses);
    // Whoever deletes the pair by hand leaves nothing to do here.
    if (name !== undefined && this.#host.device(name) !== undefined) this.#host.deleteDevice(name);
  }

  join(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.addInterface(endpoint, this.#bridgeOf(endpoint).options.interfacePrefix);
  }

  leave(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.removeInterface(endpoint);
  }

  programExternalConnectivity(endpoint: Endpoint, { publishedPorts }: Sandbox, { proxies6To4 }: Connectivity): void {
    const { rules, options } = this.#bridgeOf(endpoint);
    const { address, address6 } = endpoint;
    if (publishedPorts.length === 0) return;
    const container = { network: rules, address, address6, proxies6To4, defaultAddress: options.hostBinding };
    endpoint.portMapping = this.#mapper.map(container, publishedPorts);
    this.#firewall.forgetConnections(endpoint.addresses, endpoint.portMapping);
  }

  revokeExternalConnectivity(endpoint: Endpoint): void {
    const { rules } = this.#networks.get(endpoint.network.id) ?? {};
    const { portMapping } = endpoint;
    if (rules === undefined || portMapping.length === 0) return;
    this.#mapper.release(rules, portMapping);
    endpoint.portMapping = [];
    this.#firewall.forgetConnections(endpoint.addresses, portMapping);
  }
}

function auxiliaryAddress({ ipam }: Network, name: string): string {
  for (const { AuxiliaryAddresses } of ipam.Config ?? []) {
    const address = AuxiliaryAddresses?.[name];
    if (address) return address;
  }
  return '';
}

/** Throws for a subnet that no bridge can have (networkConfiguration.Validate). */
function checkSubnet6({ pools6: [allocated] }: Network): void {
  if (allocated === undefined) return;
  const { gateway, pool } = allocated;
  const { bits } = pool.subnet;
  const prefix = formatPrefix({ address: gateway ?? pool.subnet.address, bits });
  if (isMulticast(pool.subnet.address)) throw invalidParameter(`multicast subnet '${prefix}' is not allowed`);
  if (samePrefix(pool.subnet, LINK_LOCAL) || !overlaps(pool.subnet, LINK_LOCAL)) return;
  throw invalidParameter(`'${prefix}' clashes with the Link-Local prefix 'fe80::/64'`);
}

/** Asked of each network that there is. */
function clashes<A extends IpAddress>(our: readonly AllocatedPool<A>[], their: readonly AllocatedPool<A>[]): boolean {
  const mine = our[0];
  const theirs = their[0];
  return mine !== undefined && theirs !== undefined && blocksOverlap(mine.pool.block, theirs.pool.block);
}
