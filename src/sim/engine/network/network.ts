import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import type { NetworkDriver } from '../drivers/driver.ts';
import type { AddressPool } from '../ipam/address-pool.ts';
import { type Prefix, parseAnyPrefix } from '../ipam/prefix.ts';
import type { Instant } from '../time.ts';
import type { Endpoint } from './endpoint.ts';
import { ServiceRecords } from './service-records.ts';

/** One subnet as its creator asked for it; all empty: the engine's choice. */
export interface IpamPool {
  Subnet?: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

export interface Ipam {
  Driver: string;
  Options: Record<string, string> | null;
  Config: IpamPool[] | null;
}

export interface NetworkOptions {
  readonly id: string;
  readonly name: string;
  readonly driver: NetworkDriver;
  readonly created: Instant;
  /** Of which families its endpoints get addresses. */
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly ipam: Ipam;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  /** Is it a swarm's, which this machine has as long as it needs it? */
  readonly dynamic: boolean;
  /** As asked for; empty: its driver's, which is `local`. */
  readonly scope: string;
  /** Nobody can be on it: other networks take their configuration from it. */
  readonly configOnly: boolean;
  /** The name of the network that its configuration is from, or empty. */
  readonly configFrom: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A subnet that the network has, and the gateway taken in it. */
export interface AllocatedPool<A extends IpAddress = number> {
  readonly pool: AddressPool<A>;
  readonly gateway: A | undefined;
}

/** Is a subnet of IPv6? */
export const isIpv6Pool = ({ Subnet = '' }: IpamPool): boolean => Subnet.includes(':');

/** A network and the endpoints on it (libnetwork/network.go). */
export class Network implements NetworkOptions {
  readonly id: string;
  readonly name: string;
  readonly driver: NetworkDriver;
  readonly created: Instant;
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly ipam: Ipam;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly dynamic: boolean;
  readonly scope: string;
  readonly configOnly: boolean;
  readonly configFrom: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly endpoints = new Set<Endpoint>();
  readonly records = new ServiceRecords();
  /** Empty for networks without addresses: host and none. */
  pools: readonly AllocatedPool[] = [];
  pools6: readonly AllocatedPool<string>[] = [];

  constructor(options: NetworkOptions) {
    this.id = options.id;
    this.name = options.name;
    this.driver = options.driver;
    this.created = options.created;
    this.enableIpv4 = options.enableIpv4;
    this.enableIpv6 = options.enableIpv6;
    this.ipam = options.ipam;
    this.internal = options.internal;
    this.attachable = options.attachable;
    this.ingress = options.ingress;
    this.dynamic = options.dynamic;
    this.scope = options.scope || 'local';
    this.configOnly = options.configOnly;
    this.configFrom = options.configFrom;
    this.options = options.options;
    this.labels = options.labels;
  }

  /** What its creator chose as subnets. */
  get configuredSubnets(): Prefix<IpAddress>[] {
    const texts = (this.ipam.Config ?? []).map((pool) => pool.Subnet ?? '');
    return texts.map(parseAnyPrefix).filter((prefix) => prefix !== undefined);
  }

  endpointByName(name: string): Endpoint | undefined {
    return [...this.endpoints].find((endpoint) => endpoint.name === name);
  }
}
