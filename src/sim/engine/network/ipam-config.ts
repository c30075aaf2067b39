import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { EngineError, forbidden, invalidParameter } from '../errors.ts';
import type { AddressPool } from '../ipam/address-pool.ts';
import type { AddressSpace } from '../ipam/address-space.ts';
import { containsAddress, type Family, formatPrefix, masked, type Prefix } from '../ipam/prefix.ts';
import type { AllocatedPool, IpamPool } from './network.ts';

/** The null driver gives no subnet, and no driver of networks with addresses takes it (libnetwork/ipams/null). */
export const nullIpamRefusal = (asked: readonly IpamPool[]): EngineError =>
  invalidParameter(
    asked.some(({ Subnet }) => Subnet)
      ? 'null ipam driver does not handle specific address pool requests'
      : 'ipv4 pool is empty',
  );

/**
 * Takes the subnets that were asked for, or one of the engine's choice, each with its gateway and auxiliary addresses.
 * @param reserved what none of its choice may overlap, asked for where there is one to make
 * @param skipsGateway no gateway is taken that was not asked for
 */
export function allocatePools<A extends IpAddress>(
  space: AddressSpace<A>,
  asked: readonly IpamPool[],
  reserved: () => readonly Prefix<A>[],
  skipsGateway: boolean,
): AllocatedPool<A>[] {
  const allocated: AllocatedPool<A>[] = [];
  try {
    for (const config of asked.length === 0 ? [{}] : asked) {
      allocated.push(allocatePool(space, config, reserved, skipsGateway));
    }
    return allocated;
  } catch (error) {
    for (const { pool } of allocated) space.releasePool(pool);
    throw error;
  }
}

function allocatePool<A extends IpAddress>(
  space: AddressSpace<A>,
  config: IpamPool,
  reserved: () => readonly Prefix<A>[],
  skipsGateway: boolean,
): AllocatedPool<A> {
  const { family } = space;
  const subnet = family.parsePrefix(config.Subnet ?? '');
  const pool =
    subnet === undefined
      ? space.requestPredefinedPool(reserved())
      : space.requestPool(masked(subnet), family.parsePrefix(config.IPRange ?? ''));
  try {
    const asked = config.Gateway ?? '';
    const gateway = asked === '' && skipsGateway ? undefined : takeGateway(pool, asked, family);
    for (const [name, text] of Object.entries(config.AuxiliaryAddresses ?? {})) {
      takeAuxiliary(pool, name, text, family.parseAddress(text));
    }
    return { pool, gateway };
  } catch (error) {
    space.releasePool(pool);
    throw error;
  }
}

const reason = (error: unknown): string => (error instanceof EngineError ? error.message : String(error));

function takeGateway<A extends IpAddress>(pool: AddressPool<A>, asked: string, family: Family<A>): A {
  try {
    return pool.request(asked === '' ? undefined : family.parseAddress(asked));
  } catch (error) {
    throw new EngineError('System', `failed to allocate gateway (${asked}): ${reason(error)}`);
  }
}

function takeAuxiliary<A extends IpAddress>(
  pool: AddressPool<A>,
  name: string,
  text: string,
  address: A | undefined,
): void {
  if (address === undefined || !containsAddress(pool.subnet, address)) {
    throw forbidden(
      `auxiliary address: (${name}:${text}) must belong to the master pool: ${formatPrefix(pool.subnet)}`,
    );
  }
  try {
    pool.request(address);
  } catch (error) {
    throw new EngineError('System', `failed to allocate secondary ip address (${name}:${text}): ${reason(error)}`);
  }
}
