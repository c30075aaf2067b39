import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { bytesToIpv6, parseIpv6 } from '../../kernel/wire/address.ts';
import type { DnsMessage } from '../../kernel/wire/dns.ts';
import { inetAton } from '../inet-aton.ts';
import { readConfiguration } from '../read-file.ts';
import { findAddress, findName } from './hosts-file.ts';
import { askServers } from './query.ts';
import { candidates, parseResolvConf, type ResolverConfiguration } from './resolv-conf.ts';

export interface HostAddress {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
}

export interface HostEntry {
  /** The canonical name. */
  readonly name: string;
  readonly addresses: readonly HostAddress[];
}

/** Why a name has no address: it does not exist, has none of the family, or no server could say (EAI_NONAME, EAI_NODATA, EAI_AGAIN). */
export type LookUpFailure = 'no-name' | 'no-data' | 'again';

/**
 * getaddrinfo(3) without sorting by RFC 6724: a numeric address as it is, then /etc/hosts, then DNS by /etc/resolv.conf.
 * Addresses of one family only where `family` is given; IPv4 comes first.
 */
export function* lookUpHost(
  sys: System,
  name: string,
  family?: HostAddress['family'],
): Task<HostEntry | LookUpFailure> {
  const fits = (address: HostAddress): boolean => family === undefined || address.family === family;
  const numeric = numericAddress(name);
  if (numeric !== undefined) return fits(numeric) ? { name, addresses: [numeric] } : 'no-name';
  const known = findName(yield* readConfiguration(sys, '/etc/hosts'), name);
  const addresses = known?.addresses.filter(fits) ?? [];
  if (known !== undefined && addresses.length > 0) return { name: known.name, addresses: ipv4First(addresses) };
  const configuration = yield* resolverConfiguration(sys);
  return yield* search(sys, name.replace(/\.$/, ''), candidates(name, configuration), family, configuration);
}

/** getnameinfo(3): the name of an IPv4 address by /etc/hosts or DNS. */
export function* lookUpAddress(sys: System, address: string): Task<string | undefined> {
  const known = findAddress(yield* readConfiguration(sys, '/etc/hosts'), address);
  if (known !== undefined) return known;
  const reverse = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const replies = yield* askServers(sys, reverse, ['PTR'], yield* resolverConfiguration(sys));
  const record = typeof replies === 'string' ? undefined : replies[0]?.answers.find((answer) => answer.type === 'PTR');
  return record !== undefined && 'target' in record ? record.target : undefined;
}

export function numericAddress(text: string): HostAddress | undefined {
  const ipv4 = inetAton(text);
  if (ipv4 !== undefined) return { family: 'inet', address: ipv4 };
  const ipv6 = parseIpv6(text);
  return ipv6 && { family: 'inet6', address: bytesToIpv6(ipv6) };
}

function* resolverConfiguration(sys: System): Task<ResolverConfiguration> {
  return parseResolvConf(yield* readConfiguration(sys, '/etc/resolv.conf'), sys.hostname());
}

const ipv4First = (addresses: readonly HostAddress[]): HostAddress[] => [
  ...addresses.filter((address) => address.family === 'inet'),
  ...addresses.filter((address) => address.family === 'inet6'),
];

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
    const addresses = ipv4First(replies.flatMap(addressesOf));
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
