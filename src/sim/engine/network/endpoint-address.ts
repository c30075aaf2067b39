import { formatIp, type IpAddress } from '../../kernel/wire/ip-address.ts';
import { EngineError, invalidParameter, systemError } from '../errors.ts';
import { containsAddress } from '../ipam/prefix.ts';
import type { AllocatedPool, Network } from './network.ts';

/** An address, and which of its network's subnets it was taken from. */
interface EndpointAddress<A extends IpAddress> {
  readonly address: A;
  readonly from: AllocatedPool<A>;
}

/**
 * Takes an address on a network: `asked`, or the lowest free one of the first of the subnets that has any; undefined where
 * there are none. Throws when it is taken, outside of them all, or none is left (libnetwork/endpoint.go).
 */
export function takeAddress<A extends IpAddress>(
  network: Network,
  pools: readonly AllocatedPool<A>[],
  asked: A | undefined,
): EndpointAddress<A> | undefined {
  const [first] = pools;
  if (first === undefined) return undefined;
  for (const from of pools) {
    if (asked !== undefined && !containsAddress(from.pool.subnet, asked)) continue;
    try {
      return { address: from.pool.request(asked), from };
    } catch (error) {
      const isFull = error instanceof EngineError && error.kind === 'Unavailable';
      if (!isFull || asked !== undefined) throw error;
    }
  }
  if (asked !== undefined) {
    const text = formatIp(asked);
    throw invalidParameter(`invalid address ${text}: It does not belong to any of this network's subnets`);
  }
  const family = typeof first.pool.subnet.address === 'number' ? 'IPv4' : 'IPv6';
  throw systemError(
    `no available ${family} addresses on this network's address pools: ${network.name} (${network.id})`,
  );
}
