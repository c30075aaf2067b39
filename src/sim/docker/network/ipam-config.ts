import type { IpamPool } from '../../api/types/network.ts';
import { bytesOf, contains, parseCidr } from '../ip-prefix.ts';

function subnetHolds(subnet: string, address: string): boolean {
  const prefix = parseCidr(subnet);
  if (prefix === undefined) throw new Error(`invalid subnet: invalid CIDR address: ${subnet}`);
  if (!address.includes('/')) {
    const bytes = bytesOf(address);
    return bytes !== undefined && contains(prefix, bytes);
  }
  const inner = parseCidr(address);
  if (inner === undefined) throw new Error(`invalid CIDR address: ${address}`);
  return contains(prefix, inner.address);
}

function poolsOf(subnets: readonly string[]): Map<string, IpamPool> {
  const pools = new Map<string, IpamPool>();
  for (const subnet of subnets) {
    for (const other of pools.keys()) {
      if (subnetHolds(subnet, other) || subnetHolds(other, subnet)) {
        throw new Error('multiple overlapping subnet configuration is not supported');
      }
    }
    pools.set(subnet, { Subnet: subnet });
  }
  return pools;
}

/** Calls `give` with each pool whose subnet holds `address`; throws where none does. */
function assign(
  pools: ReadonlyMap<string, IpamPool>,
  what: string,
  address: string,
  give: (pool: IpamPool) => void,
): void {
  const holding = [...pools].filter(([subnet]) => subnetHolds(subnet, address));
  if (holding.length === 0) throw new Error(`no matching subnet for ${what} ${address}`);
  for (const [, pool] of holding) give(pool);
}

/** Puts ranges, gateways and addresses to the subnets that they lie in (docker/cli's createIPAMConfig). */
export function ipamConfig(
  subnets: readonly string[],
  ranges: readonly string[],
  gateways: readonly string[],
  auxiliary: ReadonlyMap<string, string>,
): IpamPool[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length) {
    throw new Error('every ip-range or gateway must have a corresponding subnet');
  }
  const pools = poolsOf(subnets);
  for (const range of ranges) {
    if (!range.includes('/')) throw new Error(`invalid CIDR address: ${range}`);
    assign(pools, 'range', range, (pool) => {
      if (pool.IPRange !== undefined) {
        throw new Error(
          `cannot configure multiple ranges (${range}, ${pool.IPRange}) on the same subnet (${pool.Subnet})`,
        );
      }
      pool.IPRange = range;
    });
  }
  for (const gateway of gateways) {
    assign(pools, 'gateway', gateway, (pool) => {
      if (pool.Gateway !== undefined) {
        throw new Error(
          `cannot configure multiple gateways (${gateway}, ${pool.Gateway}) for the same subnet (${pool.Subnet})`,
        );
      }
      pool.Gateway = gateway;
    });
  }
  for (const [name, address] of auxiliary) {
    assign(pools, 'aux-address', address, (pool) => {
      pool.AuxiliaryAddresses = { ...pool.AuxiliaryAddresses, [name]: address };
    });
  }
  return [...pools.values()];
}
