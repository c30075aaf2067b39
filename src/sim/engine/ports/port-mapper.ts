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
  readonly address: number | undefined;
  readonly address6: string | undefined;
  /** May the host's IPv6 addresses lead to its IPv4 one, where it has no other? */
  readonly proxies6To4: boolean;
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
    const addresses = group.filter(({ routed }) => !routed).map(({ hostAddress }) => hostAddress);
    const port =
      addresses.length === 0
        ? 0
        : this.#allocator.request(addresses, first.protocol, first.hostPort, first.hostPortEnd);
    const bound: PortBinding[] = [];
    try {
      for (const request of group) {
        const opened = { ...request, hostPort: 0, hostPortEnd: 0, socket: undefined, proxy: undefined };
        if (request.routed) bound.push(opened);
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
    if (request.protocol === 'sctp') return { socket: undefined, proxy: undefined };
    const family = isIpv6(request.hostAddress) ? 'inet6' : 'inet';
    const sockets = this.#options.host.socketFamily({ raw: true, gid: 0 });
    const socket = sockets.socket(family, request.protocol === 'tcp' ? 'stream' : 'dgram', 0);
    socket.setOptions({ reuseAddress: true, ...(family === 'inet6' && { v6only: true }) });
    bindSocket(socket, { family, address: request.hostAddress, port }, request);
    return { socket, proxy: undefined };
  }
}

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

/** What is to have the same host port, address by address. */
function groups(container: MappedContainer, ports: readonly PublishedPort[]): BindingRequest[][] {
  const grouped: BindingRequest[][] = [];
  let last: PublishedPort | undefined;
  for (const port of inOrder(ports)) {
    const requests = [bindingIpv4(container, port), bindingIpv6(container, port)].filter((some) => some !== undefined);
    if (last !== undefined && needSamePort(last, port)) grouped.at(-1)?.push(...requests);
    else grouped.push(requests);
    last = port;
  }
  return grouped;
}

/** From the host's IPv4 addresses to the container's; none where the port or else the default is bound to one of IPv6. */
function bindingIpv4({ network, address, defaultAddress }: MappedContainer, port: PublishedPort) {
  const hostAddress = port.hostAddress || defaultAddress;
  if (address === undefined || isIpv6(hostAddress)) return undefined;
  const routed = network.ipv4?.routed ?? false;
  return { ...port, hostAddress: routed ? ANY : hostAddress, address, routed };
}

/** The same of IPv6, which a default of any address means too; a container without it may be reached by its IPv4 address. */
function bindingIpv6(container: MappedContainer, port: PublishedPort): BindingRequest | undefined {
  const { network, address6, proxies6To4, defaultAddress } = container;
  const address = address6 ?? (proxies6To4 ? container.address : undefined);
  const hostAddress = port.hostAddress || (defaultAddress === ANY ? ANY_IPV6 : defaultAddress);
  if (address === undefined || !isIpv6(hostAddress)) return undefined;
  const routed = network.ipv6?.routed ?? false;
  return { ...port, hostAddress: routed ? ANY_IPV6 : hostAddress, address, routed };
}
