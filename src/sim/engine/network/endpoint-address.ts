import { formatIpv4 } from '../../kernel/wire/address.ts';
import { EngineError, invalidParameter, systemError } from '../errors.ts';
import { containsAddress } from '../ipam/prefix.ts';
import type { AllocatedPool, Network } from './network.ts';

/** An address, and which of its network's subnets it was taken from. */
export interface EndpointAddress {
  readonly address: number;
  readonly from: AllocatedPool;
}

/**
 * Takes an address on a network: `asked`, or the lowest free one of the first subnet that has any; undefined where the
 * network has no subnets. Throws when it is taken, outside of them all, or none is left (libnetwork/endpoint.go).
 */
export function takeAddress(network: Network, asked: number | undefined): EndpointAddress | undefined {
  if (network.pools.length === 0) return undefined;
  for (const from of network.pools) {
    if (asked !== undefined && !containsAddress(from.pool.subnet, asked)) continue;
    try {
      return { address: from.pool.request(asked), from };
    } catch (error) {
      const isFull = error instanceof EngineError && error.kind === 'Unavailable';
      if (!isFull || asked !== undefined) throw error;
    }
  }
  if (asked !== undefined) {
    const text = formatIpv4(asked);
    throw invalidParameter(`invalid address ${text}: It does not belong to any of this network's subnets`);
  }
  throw systemError(`no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`);
}
