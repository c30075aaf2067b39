import { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { Bridge } from '../../kernel/link/bridge.ts';
import type { NetDevice } from '../../kernel/link/device.ts';
import { createVethPair } from '../../kernel/link/veth.ts';
import { Vxlan } from '../../kernel/link/vxlan.ts';
import { bytesToMac, formatIpv4, ipv4ToBytes } from '../../kernel/wire/address.ts';
import { invalidParameter, systemError } from '../errors.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { AllocatedPool, Network } from '../network/network.ts';
import { addAddress, type Sandbox } from '../network/sandbox.ts';
import type { NetworkDriver } from './driver.ts';
import { generateIfaceName, numberByHost } from './iface-name.ts';

export const VXLAN_IDS = 'com.docker.network.driver.overlay.vxlanid_list';
const MTU = 'com.docker.network.driver.mtu';
const DEFAULT_MTU = 1500;
/** Ethernet, IPv4, UDP and VXLAN headers around each frame (vxlanEncap). */
const ENCAPSULATION = 50;

interface OverlayNetwork {
  readonly network: Network;
  /** The network's own namespace while somebody is on it: a bridge and a tunnel end for each subnet. */
  namespace: NetNamespace | undefined;
  /** How often it had one. */
  epoch: number;
  members: number;
}

export interface OverlayOptions {
  readonly host: NetNamespace;
  /** The UDP port of tunnels. */
  port(): number;
  /** Keeps a namespace by a name, or with undefined no more. */
  keep(name: string, namespace: NetNamespace | undefined): void;
}

/** Bridges in a namespace of their own, joined to other machines' by tunnels (libnetwork/drivers/overlay). */
export class OverlayDriver implements NetworkDriver {
  readonly name = 'overlay';
  readonly allocatesAddresses = true;
  readonly usesGatewayNetwork = true;
  readonly #options: OverlayOptions;
  readonly #networks = new Map<string, OverlayNetwork>();

  constructor(options: OverlayOptions) {
    this.#options = options;
  }

  validateOptions(): void {}

  /** The way out is another network's. */
  defaultGateway(): undefined {
    return undefined;
  }

  createNetwork(network: Network): void {
    const mtu = Number(network.options[MTU] ?? DEFAULT_MTU);
    if (!(mtu >= 0)) throw invalidParameter(`invalid MTU value: ${mtu}`);
    this.#networks.set(network.id, { network, namespace: undefined, epoch: 0, members: 0 });
  }

  deleteNetwork({ id }: Network): void {
    this.#networks.delete(id);
  }

  createEndpoint(endpoint: Endpoint): void {
    endpoint.mac = endpoint.mac || macOf(endpoint.address ?? 0);
  }

  deleteEndpoint(endpoint: Endpoint): void {
    endpoint.device?.destroy();
    endpoint.device = undefined;
  }

  join(endpoint: Endpoint, sandbox: Sandbox): void {
    const own = this.#networkOf(endpoint);
    const { network } = own;
    const namespace = this.#enter(own);
    const mtu = mtuOf(network);
    const bridge = namespace.device(`br${network.pools.indexOf(endpoint.pool as AllocatedPool)}`) as Bridge;
    const { environment } = namespace;
    const [inside, outside] = createVethPair(
      environment,
      { name: generateIfaceName(this.#options.host), mac: endpoint.mac, mtu },
      { name: generateIfaceName(this.#options.host), mtu },
    );
    for (const end of [inside, outside]) numberByHost(this.#options.host, end);
    addPort(namespace, bridge, outside, freeName(namespace));
    endpoint.device = inside;
    sandbox.addInterface(endpoint, 'eth');
    for (const { pool } of network.pools) {
      const gateway = endpoint.pool?.gateway;
      if (pool === endpoint.pool?.pool || gateway === undefined) continue;
      const to = { destination: formatIpv4(pool.subnet.address), prefix: pool.subnet.bits };
      sandbox.namespace.netlink(true).addRoute({ ...to, gateway: formatIpv4(gateway), device: inside.name });
    }
  }

  leave(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.removeInterface(endpoint);
    const own = this.#networkOf(endpoint);
    if (endpoint.device === undefined || own.namespace === undefined) return;
    endpoint.device.destroy();
    if (--own.members > 0) return;
    own.namespace.destroy();
    own.namespace = undefined;
    this.#options.keep(nameOf(own), undefined);
  }

  #networkOf({ network: { id } }: Endpoint): OverlayNetwork {
    const found = this.#networks.get(id);
    if (found === undefined) throw systemError(`could not find network with id ${id}`);
    return found;
  }

  /** The network's namespace, which the first one to join makes (joinSandbox). */
  #enter(own: OverlayNetwork): NetNamespace {
    own.members++;
    if (own.namespace !== undefined) return own.namespace;
    own.epoch++;
    const { environment } = this.#options.host;
    const namespace = new NetNamespace(environment, nameOf(own));
    const netlink = namespace.netlink(true);
    netlink.setLink('lo', { up: true });
    const ids = (own.network.options[VXLAN_IDS] ?? '').split(',').map(Number);
    for (const [i, { pool, gateway }] of own.network.pools.entries()) {
      const mtu = mtuOf(own.network);
      const bridge = new Bridge(environment, { name: `br${i}`, mtu });
      namespace.addDevice(bridge);
      if (gateway !== undefined) addAddress(netlink, bridge.name, gateway, pool.subnet.bits);
      bridge.setUp(true);
      const port = this.#options.port();
      const tunnel = new Vxlan(environment, { name: `vxlan${i}`, id: ids[i] ?? 0, port, mtu });
      numberByHost(this.#options.host, tunnel);
      addPort(namespace, bridge, tunnel);
    }
    own.namespace = namespace;
    this.#options.keep(namespace.name, namespace);
    return namespace;
  }
}

/** Both ends of a tunnel know who has which MAC without asking (netutils.GenerateMACFromIP). */
const macOf = (address: number): string => bytesToMac(Uint8Array.of(2, 0x42, ...ipv4ToBytes(formatIpv4(address))));

const nameOf = ({ epoch, network }: OverlayNetwork): string => `${epoch}-${network.id.slice(0, 10)}`;

const mtuOf = ({ options }: Network): number => Number(options[MTU] || DEFAULT_MTU) - ENCAPSULATION;

function addPort(namespace: NetNamespace, bridge: Bridge, device: NetDevice, name?: string): void {
  namespace.addDevice(device, name);
  namespace.ipv6.sysctls.set(`conf/${device.name}/disable_ipv6`, 1);
  bridge.addPort(device);
  device.setUp(true);
}

function freeName(namespace: NetNamespace): string {
  for (let i = 0; ; i++) if (namespace.device(`veth${i}`) === undefined) return `veth${i}`;
}
