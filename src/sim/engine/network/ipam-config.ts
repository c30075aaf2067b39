import { parseIpv4, parseIpv6 } from '../../kernel/wire/address.ts';
import { EngineError, forbidden, invalidParameter, notSimulated } from '../errors.ts';
import type { AddressPool } from '../ipam/address-pool.ts';
import type { AddressSpace } from '../ipam/address-space.ts';
import {
  containsAddress,
  formatPrefix,
  masked,
  overlaps,
  type Prefix,
  parsePrefix,
  samePrefix,
} from '../ipam/prefix.ts';
import { joinErrors } from './endpoint-settings.ts';
import type { AllocatedPool, IpamPool } from './network.ts';

/** Throws all that is wrong with asked-for subnets (moby's ValidateIPAM). */
export function validateIpam(pools: readonly IpamPool[]): void {
  const errors = pools.flatMap(poolErrors);
  if (errors.length > 0) throw invalidParameter(`invalid network config:\n${joinErrors(errors)}`);
}

const isIpv6Prefix = (text: string): boolean => parseIpv6(text.split('/')[0] ?? '') !== undefined;

function poolErrors({ Subnet = '', IPRange = '', Gateway = '', AuxiliaryAddresses = {} }: IpamPool): string[] {
  if (isIpv6Prefix(Subnet)) throw notSimulated('les sous-réseaux IPv6 ne sont pas encore simulés.');
  const subnet = parsePrefix(Subnet);
  if (subnet === undefined) return [`invalid subnet ${Subnet}: invalid CIDR block notation`];
  const errors: string[] = [];
  if (!samePrefix(subnet, masked(subnet))) {
    errors.push(`invalid subnet ${Subnet}: it should be ${formatPrefix(masked(subnet))}`);
  }
  errors.push(...rangeErrors(IPRange, subnet));
  errors.push(...addressErrors(`gateway ${Gateway}`, Gateway, subnet));
  for (const [name, address] of Object.entries(AuxiliaryAddresses)) {
    errors.push(...addressErrors(`auxiliary address ${name}`, address, subnet));
  }
  return errors;
}

function rangeErrors(text: string, subnet: Prefix): string[] {
  if (text === '') return [];
  if (isIpv6Prefix(text)) return [`invalid ip-range ${text}: parent subnet is an IPv4 block`];
  const range = parsePrefix(text);
  if (range === undefined) return [`invalid ip-range ${text}: invalid CIDR block notation`];
  const errors: string[] = [];
  const parent = formatPrefix(subnet);
  if (range.bits < subnet.bits) {
    errors.push(`invalid ip-range ${text}: CIDR block is bigger than its parent subnet ${parent}`);
  }
  if (!samePrefix(range, masked(range))) {
    errors.push(`invalid ip-range ${text}: it should be ${formatPrefix(masked(range))}`);
  }
  if (!overlaps(masked(subnet), masked(range))) {
    errors.push(`invalid ip-range ${text}: parent subnet ${parent} doesn't contain ip-range`);
  }
  return errors;
}

function addressErrors(what: string, text: string, subnet: Prefix): string[] {
  if (text === '') return [];
  if (parseIpv6(text) !== undefined) return [`invalid ${what}: parent subnet is an IPv4 block`];
  const address = parseIpv4(text);
  if (address === undefined) return [`invalid ${what}: invalid address`];
  if (containsAddress(masked(subnet), address)) return [];
  return [`invalid ${what}: parent subnet ${formatPrefix(subnet)} doesn't contain this address`];
}

/** The null driver gives no subnet, and no driver of networks with addresses takes it (libnetwork/ipams/null). */
export const nullIpamRefusal = (asked: readonly IpamPool[]): EngineError =>
  invalidParameter(
    asked.some(({ Subnet }) => Subnet)
      ? 'null ipam driver does not handle specific address pool requests'
      : 'ipv4 pool is empty',
  );

/**
 * Takes the subnets that were asked for, or one of the engine's choice, each with its gateway and auxiliary addresses.
 * @param skipsGateway no gateway is taken that was not asked for
 */
export function allocatePools(
  space: AddressSpace,
  asked: readonly IpamPool[],
  reserved: readonly Prefix[],
  skipsGateway: boolean,
): AllocatedPool[] {
  const allocated: AllocatedPool[] = [];
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

function allocatePool(
  space: AddressSpace,
  config: IpamPool,
  reserved: readonly Prefix[],
  skipsGateway: boolean,
): AllocatedPool {
  const subnet = parsePrefix(config.Subnet ?? '');
  const pool =
    subnet === undefined
      ? space.requestPredefinedPool(reserved)
      : space.requestPool(masked(subnet), parsePrefix(config.IPRange ?? ''));
  try {
    const asked = config.Gateway ?? '';
    const gateway = asked === '' && skipsGateway ? undefined : takeGateway(pool, asked);
    for (const [name, address] of Object.entries(config.AuxiliaryAddresses ?? {})) takeAuxiliary(pool, name, address);
    return { pool, gateway };
  } catch (error) {
    space.releasePool(pool);
    throw error;
  }
}

const reason = (error: unknown): string => (error instanceof EngineError ? error.message : String(error));

function takeGateway(pool: AddressPool, asked: string): number {
  try {
    return pool.request(asked === '' ? undefined : parseIpv4(asked));
  } catch (error) {
    throw new EngineError('System', `failed to allocate gateway (${asked}): ${reason(error)}`);
  }
}

function takeAuxiliary(pool: AddressPool, name: string, text: string): void {
  const address = parseIpv4(text);
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
