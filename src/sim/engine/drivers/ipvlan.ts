import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { Ipvlan, type IpvlanFlag, type IpvlanMode } from '../../kernel/link/ipvlan.ts';
import { systemError } from '../errors.ts';
import { shortId } from '../id.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { Network } from '../network/network.ts';
import type { Sandbox } from '../network/sandbox.ts';
import type { AskedNetwork, NetworkDriver } from './driver.ts';
import { goError } from './go-error.ts';
import { generateIfaceName, numberByHost } from './iface-name.ts';
import { createDummyLink, createVlanLink } from './parent-link.ts';

type Options = Readonly<Record<string, string>>;

const MODES: readonly string[] = ['l2', 'l3', 'l3s'] satisfies IpvlanMode[];
const FLAGS: readonly string[] = ['bridge', 'private', 'vepa'] satisfies IpvlanFlag[];

const isMode = (text: string): text is IpvlanMode => MODES.includes(text);
const isFlag = (text: string): text is IpvlanFlag => FLAGS.includes(text);

/** Throws for a mode that is none. */
function modeOf({ ipvlan_mode: asked }: Options): IpvlanMode {
  const mode = asked || 'l2';
  if (isMode(mode)) return mode;
  throw systemError(`requested ipvlan mode '${mode}' is not valid, 'l2' mode is the ipvlan driver default`);
}

/** Throws for a flag that is none. */
function flagOf({ ipvlan_flag: asked }: Options): IpvlanFlag {
  const flag = asked || 'bridge';
  if (isFlag(flag)) return flag;
  throw systemError(`requested ipvlan flag '${flag}' is not valid, 'bridge' is the ipvlan driver default`);
}

/** Without a parent, a network is as good as an internal one. */
const isClosed = ({ internal, options }: AskedNetwork): boolean => internal || !options.parent;

const dummyName = (networkId: string): string => `di-${shortId(networkId)}`;

interface IpvlanNetwork {
  readonly parent: string;
  /** Was the parent made by this driver? It then goes with the network. */
  readonly madeParent: boolean;
}

/** An ipvlan on a device of the host for each endpoint, all with that device's MAC (libnetwork/drivers/ipvlan). */
export class IpvlanDriver implements NetworkDriver {
  readonly name = 'ipvlan';
  readonly allocatesAddresses = true;
  readonly #host: NetNamespace;
  readonly #networks = new Map<string, IpvlanNetwork>();

  /** @param host the network namespace of the parent devices */
  constructor(host: NetNamespace) {
    this.#host = host;
  }

  validateOptions({ options }: AskedNetwork): void {
    modeOf(options);
    flagOf(options);
    if (options.parent === 'lo') throw systemError('loopback interface is not a valid ipvlan parent link');
  }

  skipsGateway(network: AskedNetwork) {
    const skips = modeOf(network.options) !== 'l2' || isClosed(network);
    return { ipv4: skips, ipv6: skips };
  }

  /** At layer 3 there is no one to hand packets to: the host's own routes are next. */
  isPointToPoint({ network }: Endpoint): boolean {
    return modeOf(network.options) !== 'l2' && !isClosed(network);
  }

  createNetwork({ id, options }: Network): void {
    const parent = options.parent || dummyName(id);
    for (const [otherId, other] of this.#networks) {
      if (other.parent !== parent) continue;
      throw systemError(`network ${dummyName(otherId)} is already using parent interface ${parent}`);
    }
    const madeParent = this.#host.device(parent) === undefined;
    if (madeParent && options.parent) createVlanLink(this.#host, parent, this.name);
    else if (madeParent) createDummyLink(this.#host, parent);
    this.#networks.set(id, { parent, madeParent });
  }

  deleteNetwork({ id }: Network): void {
    const { parent = '', madeParent = false } = this.#networks.get(id) ?? {};
    this.#networks.delete(id);
    if (madeParent && this.#host.device(parent) !== undefined) this.#host.deleteDevice(parent);
  }

  createEndpoint({ mac }: Endpoint): void {
    if (mac !== '') throw systemError('ipvlan interfaces do not support custom mac address assignment');
  }

  deleteEndpoint(endpoint: Endpoint): void {
    endpoint.device?.destroy();
    endpoint.device = undefined;
  }

  /** The device is the host's at first: that is where it has its index from. */
  join(endpoint: Endpoint, sandbox: Sandbox): void {
    const device = this.#createIpvlan(endpoint.network);
    endpoint.device = device;
    numberByHost(this.#host, device);
    sandbox.addInterface(endpoint, 'eth');
  }

  #createIpvlan({ id, options }: Network): Ipvlan {
    const name = this.#networks.get(id)?.parent ?? '';
    const parent = this.#host.device(name);
    if (parent === undefined) {
      throw systemError(`the requested parent interface ${name} was not found on the Docker host`);
    }
    const link = { name: generateIfaceName(this.#host), parent, mode: modeOf(options), flag: flagOf(options) };
    try {
      return new Ipvlan(this.#host.environment, link);
    } catch (error) {
      throw systemError(`failed to create the ipvlan port: ${goError(error)}`);
    }
  }

  leave(endpoint: Endpoint, sandbox: Sandbox): void {
    sandbox.removeInterface(endpoint);
  }
}
