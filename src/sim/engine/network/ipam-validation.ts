import { type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';
import { invalidParameter } from '../errors.ts';
import {
  containsAddress,
  formatPrefix,
  masked,
  overlaps,
  type Prefix,
  parseAnyPrefix,
  samePrefix,
} from '../ipam/prefix.ts';
import { joinErrors } from './endpoint-settings.ts';
import type { IpamPool } from './network.ts';

type Subnet = Prefix<IpAddress>;

/** Throws all that is wrong with asked-for subnets; those of IPv6 only count where it is on (moby's ValidateIPAM). */
export function validateIpam(pools: readonly IpamPool[], enableIpv6: boolean): void {
  const errors = pools.flatMap((pool) => poolErrors(pool, enableIpv6));
  if (errors.length > 0) throw invalidParameter(`invalid network config:\n${joinErrors(errors)}`);
}

const familyOf = (address: IpAddress): string => (typeof address === 'number' ? 'IPv4' : 'IPv6');

function poolErrors(pool: IpamPool, enableIpv6: boolean): string[] {
  const { Subnet = '', IPRange = '', Gateway = '', AuxiliaryAddresses = {} } = pool;
  const subnet = parseAnyPrefix(Subnet);
  if (subnet === undefined) return [`invalid subnet ${Subnet}: invalid CIDR block notation`];
  if (typeof subnet.address === 'string' && !enableIpv6) return [];
  const errors: string[] = [];
  if (!samePrefix(subnet, masked(subnet))) {
    errors.push(`invalid subnet ${formatPrefix(subnet)}: it should be ${formatPrefix(masked(subnet))}`);
  }
  errors.push(...rangeErrors(IPRange, subnet));
  errors.push(...addressErrors(`gateway ${Gateway}`, Gateway, subnet));
  for (const [name, address] of Object.entries(AuxiliaryAddresses)) {
    errors.push(...addressErrors(`auxiliary address ${name}`, address, subnet));
  }
  return errors;
}

function rangeErrors(text: string, subnet: Subnet): string[] {
  if (text === '') return [];
  const range = parseAnyPrefix(text);
  if (range === undefined) return [`invalid ip-range ${text}: invalid CIDR block notation`];
  const family = familyOf(subnet.address);
  if (familyOf(range.address) !== family) return [`invalid ip-range ${text}: parent subnet is an ${family} block`];
  const errors: string[] = [];
  const parent = formatPrefix(subnet);
  if (range.bits < subnet.bits) {
    errors.push(`invalid ip-range ${text}: CIDR block is bigger than its parent subnet ${parent}`);
  }
  if (!samePrefix(range, masked(range))) {
    errors.push(`invalid ip-range ${formatPrefix(range)}: it should be ${formatPrefix(masked(range))}`);
  }
  if (!overlaps(masked(subnet), masked(range))) {
    errors.push(`invalid ip-range ${text}: parent subnet ${parent} doesn't contain ip-range`);
  }
  return errors;
}

function addressErrors(what: string, text: string, subnet: Subnet): string[] {
  if (text === '') return [];
  const address = parseIp(text);
  if (address === undefined) return [`invalid ${what}: invalid address`];
  const family = familyOf(subnet.address);
  if (familyOf(address) !== family) return [`invalid ${what}: parent subnet is an ${family} block`];
  if (containsAddress(masked(subnet), address)) return [];
  return [`invalid ${what}: parent subnet ${formatPrefix(subnet)} doesn't contain this address`];
}
