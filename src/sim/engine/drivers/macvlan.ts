import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { randomMac } from '../../kernel/link/mac-address.ts';
import { Macvlan, type MacvlanMode } from '../../kernel/link/macvlan.ts';
import { systemError } from '../errors.ts';
import { shortId } from '../id.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { Network } from '../network/network.ts';
import type { Sandbox } from '../network/sandbox.ts';
import type { AskedNetwork, NetworkDriver } from './driver.ts';
import { goError } from './go-error.ts';
import { generateIfaceName, numberByHost } from './iface-name.ts';
import { createDummyLink, createVlanLink } from './parent-link.ts';

const MODES: readonly string[] = ['bridge', 'private', 'vepa', 'passthru'] satisfies MacvlanMode[];

interface MacvlanNetwork {
  readonly id: string;
  readonly parent: string;
  readonly mode: MacvlanMode;
  /** Was the parent made by this driver? It then goes with its last network. */
  readonly madeParent: boolean;
}

const isMode = (text: string): text is MacvlanMode => MODES.includes(text);

/** Throws for a mode that is none. */
function modeOf({ macvlan_mode: mode = '' }: Readonly<Record<string, string>>): MacvlanMode {
  if (mode === '') return 'bridge';
  if (isMode(mode)) return mode;
  throw systemError(`requested macvlan mode '${mode}' is not valid, 'bridge' mode is the macvlan driver default`);
}

/** A macvlan on a device of the host for each endpoint; the host gets no address of the network (libnetwork/drivers/macvlan). */
export class MacvlanDriver implements NetworkDriver {
  readonly name = 'macvlan';
  readonly allocatesAddresses = true;
  readonly #host: NetNamespace;
  readonly #networks = new Map<string, MacvlanNetwork>();

  /** @param host the network namespace of the parent devices */
  constructor(host: NetNamespace) {
    this.#host = host;
  }

  validateOptions({ options }: AskedNetwork): void {
    modeOf(options);
    if (options.parent === 'lo') throw systemError('loopback interface is not a valid macvlan parent link');
  }

  /** Without a parent, a network is as good as an internal one. */
  skipsGateway({ internal, options }: AskedNetwork) {
    const closed = internal || !options.parent;
    return { ipv4: closed, ipv6: closed };
  }

  createNetwork(network: Network): void {
    const { id, options } = network;
    const mode = modeOf(options);
    const parent = options.parent || `dm-${shortId(id)}`;
    const others = this.#on(parent);
    checkPassthru(mode, parent, others);
    const missing = this.#host.device(parent) === undefined;
    if (missing && options.parent) createVlanLink(this.#host, parent, this.name);
    else if (missing) createDummyLink(this.#host, parent);
    const madeParent = missing || others.some((other) => other.madeParent);
    this.#networks.set(id, { id, parent, mode, madeParent });
  }

  #on(parent: string): MacvlanNetwork[] {
    return [...this.#networks.values()].filter((network) => network.parent === parent);
  }

  deleteNetwork({ id }: Network): void {
    const network = this.#networks.get(id);
    this.#networks.delete(id);
    if (network === undefined || !network.madeParent || this.#on(network.parent).length > 0) return;
    if (this.#host.device(network.parent) !== undefined) this.#host.deleteDevice(network.parent);
  }

  createEndpoint(endpoint: Endpoint): void {
    endpoint.mac = endpoint.mac || randomMac(this.#host.environment.random);
  }

  deleteEndpoint(endpoint: Endpoint): void {
    endpoint.device?.destroy();
    endpoint.device = undefined;
  }

  join(endpoint: Endpoint, sandbox: Sandbox): void {
    const device = this.#createMacvlan(endpoint);
    endpoint.device = device;
    numberByHost(this.#host, device);
    try {
      device.mac = endpoint.mac;
    } catch (error) {
      const { name } = device;
      throw systemError(
        `failed to add interface ${name} to sandbox: error setting interface "${name}" MAC to "${endpoint.mac}": ${goError(error)}`,
      );
    }
    sandbox.addInterface(endpoint, 'eth');
  }

  #createMacvlan(endpoint: Endpoint): Macvlan {
    const network = this.#networks.get(endpoint.network.id);
    if (network === undefined) throw systemError(`network id ${endpoint.network.id} not found`);
    const parent = this.#host.device(network.parent);
    if (parent === undefined) {
      throw systemError(`the requested parent interface ${network.parent} was not found on the Docker host`);
    }
    try {
      return new Macvlan(this.#host.environment, { name: generateIfaceName(this.#host), parent, mode: network.mode });
    } catch (error) {
      throw systemError(`failed to create the macvlan port: ${goError(error)}`);
    }
  }

  leave(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.removeInterface(endpoint);
  }
}

function checkPassthru(mode: MacvlanMode, parent: string, others: readonly MacvlanNetwork[]): void {
  const [first] = others;
  if (mode === 'passthru' && first !== undefined) {
    throw systemError(
      `cannot use mode passthru, macvlan network ${first.id} is already using parent interface ${parent}`,
    );
  }
  const owner = others.find((other) => other.mode === 'passthru');
  if (owner !== undefined) {
    throw systemError(`macvlan network ${owner.id} is already using parent interface ${parent} in mode passthru`);
  }
}
