import type { Endpoint } from '../network/endpoint.ts';
import type { Network } from '../network/network.ts';
import type { Sandbox } from '../network/sandbox.ts';

/** What a network's creator asked its driver for. */
export interface AskedNetwork {
  readonly internal: boolean;
  readonly options: Readonly<Record<string, string>>;
}

export interface Connectivity {
  /** May the host's IPv6 addresses lead to a container that has IPv4 only? Not where another endpoint is its way out by IPv6. */
  readonly proxies6To4: boolean;
}

/** A kind of network (libnetwork/driverapi). What throws leaves nothing behind. */
export interface NetworkDriver {
  readonly name: string;
  /** Do its networks have subnets? */
  readonly allocatesAddresses: boolean;
  /** Do its endpoints leave the way out to another network, `docker_gwbridge`? */
  readonly usesGatewayNetwork?: boolean;
  /** Throws what is wrong with its options, before anything is allocated. */
  validateOptions(network: AskedNetwork): void;
  /** Has such a network no use for a gateway of a family? Then none is taken unasked, nor any route set (GetSkipGwAlloc). */
  skipsGateway?(network: AskedNetwork): { readonly ipv4: boolean; readonly ipv6: boolean };
  /** Where its endpoint's default routes lead, if it has some; without these, to the gateways of its subnets. */
  defaultGateway?(endpoint: Endpoint): number | undefined;
  defaultGateway6?(endpoint: Endpoint): string | undefined;
  /** Does its default route lead straight to its device, without a gateway? */
  isPointToPoint?(endpoint: Endpoint): boolean;
  createNetwork(network: Network): void;
  deleteNetwork(network: Network): void;
  createEndpoint(endpoint: Endpoint): void;
  deleteEndpoint(endpoint: Endpoint): void;
  /** The endpoint is now `sandbox`'s. */
  join(endpoint: Endpoint, sandbox: Sandbox): void;
  leave(endpoint: Endpoint, sandbox: Sandbox): void;
  /** Its sandbox's way out leads through the endpoint from now on: publishes the sandbox's ports there. */
  programExternalConnectivity?(endpoint: Endpoint, sandbox: Sandbox, connectivity: Connectivity): void;
  revokeExternalConnectivity?(endpoint: Endpoint): void;
}
