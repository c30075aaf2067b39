import type { Match, RejectReason } from '../../kernel/netfilter/rule.ts';
import { ipv6NetworkOf, maskToPrefix, networkOf, parseIpv4 } from '../../kernel/wire/address.ts';
import { type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';

/** What tells iptables and ip6tables apart. */
export interface Dialect {
  readonly name: 'iptables' | 'ip6tables';
  readonly family: 'inet' | 'inet6';
  /** Bits of an address. */
  readonly width: number;
  /** What stands for all addresses in a numeric listing. */
  readonly anywhere: string;
  /** Matches that are the other one's. */
  readonly foreign: ReadonlySet<Match['kind']>;
  /** The first is the default. */
  readonly reasons: readonly (readonly [RejectReason, string])[];
  /** The length of the prefix that a mask stands for. */
  prefixOf(mask: string): number | undefined;
  /** A host or network as it was typed, what is missing filled in; undefined where it is none. */
  hostOf(text: string): string | undefined;
  networkOf(host: string, prefix: number): string;
  parse(host: string): IpAddress | undefined;
}

/** What is missing of `10/8`, or of `10.1`, is zeros (xtables_ipparse_multiple's ipparse_hostnetwork). */
function padded(host: string): string | undefined {
  const parts = host.split('.');
  const full = [...parts, ...Array<string>(Math.max(0, 4 - parts.length)).fill('0')].join('.');
  return parseIpv4(full) === undefined ? undefined : full;
}

const parse6 = (host: string): string | undefined => {
  const address = host.includes(':') ? parseIp(host) : undefined;
  return typeof address === 'string' ? address : undefined;
};

/** `ffff:ffff::`: the bits that are set, where they come first. */
function prefixOfMask6(mask: string): number | undefined {
  const address = parse6(mask);
  if (address === undefined) return undefined;
  return Array.from({ length: 129 }, (_, prefix) => prefix).find(
    (prefix) => ipv6NetworkOf('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', prefix) === address,
  );
}

export const IPTABLES: Dialect = {
  name: 'iptables',
  family: 'inet',
  width: 32,
  anywhere: '0.0.0.0/0',
  foreign: new Set<Match['kind']>(['icmp6', 'hl']),
  reasons: [
    ['icmp-port-unreachable', 'port-unreach'],
    ['icmp-net-unreachable', 'net-unreach'],
    ['icmp-host-unreachable', 'host-unreach'],
    ['icmp-proto-unreachable', 'proto-unreach'],
    ['icmp-net-prohibited', 'net-prohib'],
    ['icmp-host-prohibited', 'host-prohib'],
    ['icmp-admin-prohibited', 'admin-prohib'],
    ['tcp-reset', 'tcp-rst'],
  ],
  prefixOf: maskToPrefix,
  hostOf: padded,
  networkOf,
  parse: parseIpv4,
};

export const IP6TABLES: Dialect = {
  name: 'ip6tables',
  family: 'inet6',
  width: 128,
  anywhere: '::/0',
  foreign: new Set<Match['kind']>(['icmp', 'ttl']),
  reasons: [
    ['icmp6-port-unreachable', 'port-unreach'],
    ['icmp6-no-route', 'no-route'],
    ['icmp6-adm-prohibited', 'adm-prohibited'],
    ['icmp6-addr-unreachable', 'addr-unreach'],
    ['icmp6-policy-fail', 'policy-fail'],
    ['icmp6-reject-route', 'reject-route'],
    ['tcp-reset', 'tcp-reset'],
  ],
  prefixOf: prefixOfMask6,
  hostOf: (text) => parse6(text.replace(/%.*$/, '')),
  networkOf: ipv6NetworkOf,
  parse: parse6,
};
