import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { bytesToIpv6, ipv6ToBytes, parseIpv6 } from '../../kernel/wire/address.ts';
import type { DnsMessage } from '../../kernel/wire/dns.ts';
import { inetAton } from '../inet-aton.ts';
import { readConfiguration } from '../read-file.ts';
import { findAddress, findName } from './hosts-file.ts';
import { askServers } from './query.ts';
import { candidates, parseResolvConf, type ResolverConfiguration } from './resolv-conf.ts';

export interface HostAddress {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  /** Of a link-local address: the device that it was told with (`fe80::1%eth0`). */
  readonly scope?: string;
}

/** The address as it was told, with its link. */
export const hostText = ({ address, scope }: HostAddress): string =>
  scope === undefined ? address : `${address}%${scope}`;

export interface HostEntry {
  /** The canonical name. */
  readonly name: string;
  readonly addresses: readonly HostAddress[];
}

/** Why a name has no address: it does not exist, has none, only one of another family, or no server could say (EAI_NONAME, EAI_NODATA, EAI_ADDRFAMILY, EAI_AGAIN). */
export type LookUpFailure = 'no-name' | 'no-data' | 'other-family' | 'again';

/**
 * getaddrinfo(3): a numeric address as it is, then /etc/hosts, then DNS by /etc/resolv.conf, sorted by what can be reached.
 * Addresses of one family only where `family` is given.
 */
export function* lookUpHost(
  sys: System,
  name: string,
  family?: HostAddress['family'],
): Task<HostEntry | LookUpFailure> {
  const fits = (address: HostAddress): boolean => family === undefined || address.family === family;
  const numeric = numericAddress(name);
  if (numeric?.scope !== undefined && !sys.netlink.links().some((link) => link.name === numeric.scope))
    return 'no-name';
  if (numeric !== undefined) return fits(numeric) ? { name, addresses: [numeric] } : 'other-family';
  const known = findName(yield* readConfiguration(sys, '/etc/hosts'), name);
  // Without `multi on` in /etc/host.conf, which no image has, the first line counts (nss_files).
  const [address] = known?.addresses.filter(fits) ?? [];
  if (known !== undefined && address !== undefined) return { name: known.name, addresses: [address] };
  const configuration = yield* resolverConfiguration(sys);
  const found = yield* search(sys, name.replace(/\.$/, ''), candidates(name, configuration), family, configuration);
  return typeof found === 'string' && known !== undefined ? 'other-family' : found;
}

/** getnameinfo(3): the name of an address by /etc/hosts or DNS. */
export function* lookUpAddress(sys: System, address: string): Task<string | undefined> {
  const known = findAddress(yield* readConfiguration(sys, '/etc/hosts'), address);
  if (known !== undefined) return known;
  const replies = yield* askServers(sys, reverseName(address), ['PTR'], yield* resolverConfiguration(sys));
  const record = typeof replies === 'string' ? undefined : replies[0]?.answers.find((answer) => answer.type === 'PTR');
  return record !== undefined && 'target' in record ? record.target : undefined;
}

/** The name under which DNS has the name of an address (RFC 1035 §3.5, RFC 3596 §2.5). */
function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const digits = Array.from(ipv6ToBytes(address.replace(/%.*$/, '')), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}

export function numericAddress(text: string): HostAddress | undefined {
  const ipv4 = inetAton(text);
  if (ipv4 !== undefined) return { family: 'inet', address: ipv4 };
  const [address = '', scope] = text.split('%');
  const ipv6 = parseIpv6(address);
  return ipv6 && { family: 'inet6', address: bytesToIpv6(ipv6), ...(scope !== undefined && { scope }) };
}

function* resolverConfiguration(sys: System): Task<ResolverConfiguration> {
  return parseResolvConf(yield* readConfiguration(sys, '/etc/resolv.conf'), sys.hostname());
}

/** Labels and precedences of RFC 6724 §2.1, of what is met here: unique local addresses fit each other best. */
const UNIQUE_LOCAL = /^f[cd]/;
const labelOf = (address: string): number => (UNIQUE_LOCAL.test(address) ? 13 : 1);

/** What an IPv6 address is worth beside IPv4's (RFC 6724 §6, rules 1, 5 and 6): without a way to it, or a source like it, less. */
function isPreferred(sys: System, { address }: HostAddress): boolean {
  try {
    const { source } = sys.netlink.lookUp({ destination: address });
    return labelOf(source) === labelOf(address);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function sorted(sys: System, addresses: readonly HostAddress[]): HostAddress[] {
  const four = addresses.filter(({ family }) => family === 'inet');
  const six = addresses.filter(({ family }) => family === 'inet6');
  const [first] = six;
  return first !== undefined && (four.length === 0 || isPreferred(sys, first)) ? [...six, ...four] : [...four, ...six];
}

/**
 * Asks for one name after the other (res_search). Without a word from any server there is no use in going on; a server that
 * failed otherwise than by SERVFAIL ends the search list, but not the name as it was given.
 */
function* search(
  sys: System,
  asked: string,
  names: readonly string[],
  family: HostAddress['family'] | undefined,
  configuration: ResolverConfiguration,
): Task<HostEntry | LookUpFailure> {
  const types = family === undefined ? (['A', 'AAAA'] as const) : ([family === 'inet' ? 'A' : 'AAAA'] as const);
  let failure: LookUpFailure = 'no-name';
  let ended = false;
  for (const name of names) {
    if (ended && name !== asked) continue;
    const replies = yield* askServers(sys, name, types, configuration);
    if (replies === 'silence' && name !== asked) return 'again';
    if (typeof replies === 'string') {
      failure = 'again';
      ended ||= replies === 'refused' && name !== asked;
      continue;
    }
    const addresses = sorted(sys, replies.flatMap(addressesOf));
    if (addresses.length > 0) return { name: canonicalName(replies, name), addresses };
    if (failure === 'no-name' && replies.some((reply) => reply.rcode === 0)) failure = 'no-data';
  }
  return failure;
}

function addressesOf(reply: DnsMessage): HostAddress[] {
  return reply.answers.flatMap((record) =>
    'address' in record
      ? [{ family: record.type === 'A' ? ('inet' as const) : ('inet6' as const), address: record.address }]
      : [],
  );
}

const canonicalName = (replies: readonly DnsMessage[], asked: string): string =>
  replies.flatMap((reply) => reply.answers).find((record) => 'address' in record)?.name ?? asked;
