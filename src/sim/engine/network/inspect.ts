import { formatIp, type IpAddress } from '../../kernel/wire/ip-address.ts';
import { invalidParameter, systemError } from '../errors.ts';
import { sortedRecord } from '../events.ts';
import { type Filters, matchesPattern, validateFilters } from '../filters.ts';
import { formatPrefix } from '../ipam/prefix.ts';
import { rfc3339Nano } from '../time.ts';
import type { Endpoint } from './endpoint.ts';
import { type AllocatedPool, type Ipam, type IpamPool, isIpv6Pool, type Network } from './network.ts';

/** What the API says of a network, fields in Go's order; `Containers` only where `detailed`. */
export function inspectNetwork(network: Network, detailed: boolean) {
  return {
    Name: network.name,
    Id: network.id,
    Created: rfc3339Nano(network.created),
    Scope: network.scope,
    Driver: network.driver.name,
    EnableIPv4: network.enableIpv4,
    EnableIPv6: network.enableIpv6,
    IPAM: inspectIpam(network),
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom },
    ConfigOnly: network.configOnly,
    Containers: detailed ? attachedContainers(network) : {},
    Options: sortedRecord(network.options),
    Labels: sortedRecord(network.labels),
  };
}

/** The configuration as it was asked for, and what the engine chose of a family where nothing was (moby's buildIPAMResources). */
function inspectIpam(network: Network): Ipam {
  const { Driver, Options } = network.ipam;
  const asked = (network.ipam.Config ?? []).filter((pool) => pool.Subnet);
  const [asked4, asked6] = [asked.filter((pool) => !isIpv6Pool(pool)), asked.filter(isIpv6Pool)];
  const config = [
    ...[...asked4, ...asked6].map(ipamPool),
    ...(asked4.length === 0 ? network.pools.map(chosenPool) : []),
    ...(asked6.length === 0 ? network.pools6.map(chosenPool) : []),
  ];
  return { Driver, Options, Config: config.length === 0 ? null : config };
}

const ipamPool = ({ Subnet, IPRange, Gateway, AuxiliaryAddresses }: IpamPool): IpamPool => ({
  ...(Subnet && { Subnet }),
  ...(IPRange && { IPRange }),
  ...(Gateway && { Gateway }),
  ...(AuxiliaryAddresses && { AuxiliaryAddresses: sortedRecord(AuxiliaryAddresses) }),
});

const chosenPool = <A extends IpAddress>({ pool, gateway }: AllocatedPool<A>): IpamPool => ({
  Subnet: formatPrefix(pool.subnet),
  ...(gateway !== undefined && { Gateway: formatIp(gateway) }),
});

function attachedContainers(network: Network) {
  const entries = [...network.endpoints].map((endpoint) => {
    const key = endpoint.sandbox?.containerId ?? `ep-${endpoint.id}`;
    return [key, inspectEndpoint(endpoint)] as const;
  });
  return sortedRecord(Object.fromEntries(entries));
}

const inspectEndpoint = (endpoint: Endpoint) => ({
  Name: endpoint.name,
  EndpointID: endpoint.id,
  MacAddress: endpoint.mac,
  IPv4Address: withLength(endpoint.address, endpoint.prefixLength),
  IPv6Address: withLength(endpoint.address6, endpoint.prefixLength6),
});

const withLength = (address: IpAddress | undefined, bits: number): string =>
  address === undefined ? '' : formatPrefix({ address, bits });

const ACCEPTED = ['dangling', 'driver', 'id', 'idOrName', 'label', 'name', 'scope', 'type'];

export const PREDEFINED_NETWORKS = ['bridge', 'host', 'none', 'default'];

/** Those that all filters let pass (moby/daemon/network/filter.go). */
export function filterNetworks(networks: readonly Network[], filters: Filters): Network[] {
  validateFilters(filters, ACCEPTED);
  const dangling = danglingFilter(filters);
  const types = filters.get('type');
  const wrong = types.find((type) => type !== 'custom' && type !== 'builtin');
  if (wrong !== undefined) throw systemError(`invalid filter: 'type'='${wrong}'`);
  return networks.filter((network) => {
    const predefined = PREDEFINED_NETWORKS.includes(network.name);
    const used = predefined || network.endpoints.size > 0;
    return (
      filters.exactMatch('driver', network.driver.name) &&
      matchesPattern(filters, 'name', network.name) &&
      matchesPattern(filters, 'id', network.id) &&
      filters.matchLabels('label', network.labels) &&
      filters.exactMatch('scope', network.scope) &&
      (dangling === undefined || dangling === !used) &&
      (types.length === 0 || types.includes(predefined ? 'builtin' : 'custom'))
    );
  });
}

function danglingFilter(filters: Filters): boolean | undefined {
  const values = filters.get('dangling');
  if (values.length === 0) return undefined;
  if (values.length > 1) throw invalidParameter('got more than one value for filter key "dangling"');
  if (values[0] === '1' || values[0] === 'true') return true;
  if (values[0] === '0' || values[0] === 'false') return false;
  throw invalidParameter('invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")');
}
