import { isErrno } from '../../kernel/errno.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { Socket, SocketAddress } from '../../kernel/socket.ts';
import type { BridgeFirewall, FirewallNetwork } from '../drivers/bridge-firewall.ts';
import { systemError } from '../errors.ts';
import { PortAllocator } from './port-allocator.ts';
import { type BindingRequest, describeBinding, isIpv6, type PortBinding } from './port-binding.ts';
import { inOrder, needSamePort, type PublishedPort } from './published-ports.ts';

/** How often another port is tried where the host itself uses the one given (maxAllocatePortAttempts). */
const ATTEMPTS = 10;

/** net.core.somaxconn. */
const BACKLOG = 4096;

const ANY = '0.0.0.0';
const ANY_IPV6 = '::';

export interface MapperOptions {
  /** The host's network namespace. */
  readonly host: NetNamespace;
  readonly firewall: BridgeFirewall;
  /** Gives the binding's socket to a userland proxy. Throws where it does not start. */
  startProxy(binding: PortBinding): void;
}

/** What is mapped to whom. */
export interface MappedContainer {
  readonly network: FirewallNetwork;
  readonly address: number;
  /** Where ports are bound whose publisher says no address. */
  readonly defaultAddress: string;
}

/** Publishes ports of containers on a bridge: binds them on the host, opens the firewall, starts the proxies (port_mapping_linux.go). */
export class PortMapper {
  readonly #options: MapperOptions;
  readonly #allocator: PortAllocator;

  constructor(options: MapperOptions) {
    this.#options = options;
    this.#allocator = new PortAllocator(options.host.sysctls.ipLocalPortRange);
  }

  /** Throws at the first that fails, and undoes the others. */
  map(container: MappedContainer, ports: readonly PublishedPort[]): PortBinding[] {
    const bindings: PortBinding[] = [];
    try {
      for (const group of groups(container, ports)) bindings.push(...this.#bind(container.network, group));
      for (const binding of bindings) this.#options.startProxy(binding);
    } catch (error) {
      this.release(container.network, bindings);
      throw error;
    }
    return bindings;
  }

  release(network: FirewallNetwork, bindings: readonly PortBinding[]): void {
    for (const { socket, proxy } of bindings) {
      socket?.close();
      proxy?.kill('SIGINT');
    }
    this.#options.firewall.deletePorts(network, bindings);
    for (const { hostAddress, protocol, hostPort } of bindings) {
      if (hostPort !== 0) this.#allocator.release(hostAddress, protocol, hostPort);
    }
  }

  /** A port that was chosen has one chance, the engine's choice has several. */
  #bind(network: FirewallNetwork, group: readonly BindingRequest[]): PortBinding[] {
    const [{ hostPort, hostPortEnd } = { hostPort: 0, hostPortEnd: 0 }] = group;
    const chosen = hostPort !== 0 && hostPort === hostPortEnd;
    for (let attempt = 1; ; attempt++) {
      try {
        return this.#attempt(network, group);
      } catch (error) {
        if (chosen || attempt === ATTEMPTS) throw error;
      }
    }
  }

  #attempt(network: FirewallNetwork, group: readonly BindingRequest[]): PortBinding[] {
    const [first] = group;
    if (first === undefined) return [];
    const addresses = group.filter((request) => !isRouted(network, request)).map(({ hostAddress }) => hostAddress);
    const port =
      addresses.length === 0
        ? 0
        : this.#allocator.request(addresses, first.protocol, first.hostPort, first.hostPortEnd);
    const bound: PortBinding[] = [];
    try {
      for (const request of group) {
        const routed = { ...request, hostPort: 0, hostPortEnd: 0, socket: undefined, proxy: undefined };
        if (isRouted(network, request)) bound.push(routed);
        else bound.push({ ...request, hostPort: port, hostPortEnd: port, ...this.#open(request, port) });
      }
      this.#options.firewall.addPorts(network, bound);
      // Not before the rules are there: they decide whom a connection is for.
      for (const { socket, protocol } of bound) if (protocol === 'tcp') socket?.listen(BACKLOG);
    } catch (error) {
      this.release(network, bound);
      for (const address of addresses) this.#allocator.release(address, first.protocol, port);
      throw isErrno(error) ? systemError(`failed to listen on TCP socket: ${error.message.toLowerCase()}`) : error;
    }
    return bound;
  }

  /** bindTCPOrUDP(): the socket that holds the port, bound but deaf. */
  #open(request: BindingRequest, port: number): Pick<PortBinding, 'socket' | 'proxy'> {
    const family = isIpv6(request.hostAddress) ? 'inet6' : 'inet';
    const sockets = this.#options.host.socketFamily({ raw: true, gid: 0 });
    const socket = sockets.socket(family, request.protocol === 'tcp' ? 'stream' : 'dgram', 0);
    socket.setOptions({ reuseAddress: true, ...(family === 'inet6' && { v6only: true }) });
    bindSocket(socket, { family, address: request.hostAddress, port }, request);
    return { socket, proxy: undefined };
  }
}

/** Where a container's own address is routed to, no port of the host leads there. */
const isRouted = ({ routed }: FirewallNetwork, { hostAddress }: PublishedPort): boolean =>
  routed && !isIpv6(hostAddress);

function bindSocket(socket: Socket, address: SocketAddress & { port: number }, request: BindingRequest): void {
  try {
    socket.bind(address);
  } catch (error) {
    socket.close();
    if (!isErrno(error)) throw error;
    const tried = request.hostPort === request.hostPortEnd ? '' : `${address.port} `;
    throw systemError(
      `failed to bind host port ${tried}for ${describeBinding(request)}: ${error.message.toLowerCase()}`,
    );
  }
}

/** What is to have the same host port, address by address: no address means the default one, and IPv6 where that is any. */
function groups(container: MappedContainer, ports: readonly PublishedPort[]): BindingRequest[][] {
  const { network, address, defaultAddress } = container;
  const grouped: BindingRequest[][] = [];
  let last: PublishedPort | undefined;
  for (const port of inOrder(ports)) {
    const implied = defaultAddress === ANY ? [ANY, ANY_IPV6] : [defaultAddress];
    const addresses = port.hostAddress === '' ? implied : [port.hostAddress];
    const requests = addresses.map((asked) => {
      const hostAddress = network.routed && !isIpv6(asked) ? ANY : asked;
      return { ...port, hostAddress, address };
    });
    if (last !== undefined && needSamePort(last, port)) grouped.at(-1)?.push(...requests);
    else grouped.push(requests);
    last = port;
  }
  return grouped;
}
