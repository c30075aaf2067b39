import type { IpAddress } from '../wire/ip-address.ts';

/** `not` stands for a `!` before the option. */
interface Invertible {
  readonly not?: boolean;
}

/** `-s`, `-d`: an address, of IPv6 as RFC 5952 writes it, and the length of its prefix. */
export interface AddressMatch extends Invertible {
  readonly address: IpAddress;
  readonly prefix: number;
}

/** `-i`, `-o`: a `+` at the end stands for anything. */
export interface InterfaceMatch extends Invertible {
  readonly name: string;
}

/** `-p`, by number. */
export interface ProtocolMatch extends Invertible {
  readonly number: number;
}

/** `--sport`, `--dport`: from one port to another, both included. */
export interface PortMatch extends Invertible {
  readonly first: number;
  readonly last: number;
}

export interface AddressTypeMatch extends Invertible {
  readonly type: 'LOCAL' | 'BROADCAST' | 'MULTICAST' | 'UNICAST';
}

/** What conntrack makes of a packet, in the order in which iptables writes them. */
export const CONNECTION_STATES = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** What `--ctstate` knows besides: that NAT moves one of the connection's ends. */
export const CTSTATES = [...CONNECTION_STATES, 'SNAT', 'DNAT'] as const;

/** What `-m conntrack` asks of a connection, in the order in which iptables writes it. */
export interface ConntrackMatch extends Invertible {
  readonly kind: 'conntrack';
  /** Empty: any. */
  readonly states: readonly (typeof CTSTATES)[number][];
  readonly protocol?: ProtocolMatch;
  readonly addresses?: Partial<Record<'origsrc' | 'origdst' | 'replsrc' | 'repldst', AddressMatch>>;
  readonly ports?: Partial<Record<'origsrcport' | 'origdstport' | 'replsrcport' | 'repldstport', PortMatch>>;
  readonly direction?: 'ORIGINAL' | 'REPLY';
}

/** `--tcp-flags`: of the flags in `mask` just those in `set`. */
export interface FlagsMatch extends Invertible {
  readonly mask: number;
  readonly set: number;
}

/** TCP's flags as iptables names them, in its order, with their bits. */
export const TCP_FLAG_NAMES: readonly (readonly [string, number])[] = [
  ...([
    ['FIN', 1],
    ['SYN', 2],
    ['RST', 4],
    ['PSH', 8],
    ['ACK', 16],
    ['URG', 32],
  ] as const),
];

/** The units of `--limit`, the longest first, in seconds. */
export const LIMIT_UNITS: readonly (readonly [string, number])[] = [
  ...([
    ['day', 86_400],
    ['hour', 3600],
    ['min', 60],
    ['sec', 1],
  ] as const),
];

interface TransportMatch<K> {
  readonly kind: K;
  readonly sourcePort?: PortMatch;
  readonly destinationPort?: PortMatch;
}

interface StateMatch<K> extends Invertible {
  readonly kind: K;
  readonly states: readonly ConnectionState[];
}

interface IcmpMatch<K> extends Invertible {
  readonly kind: K;
  readonly type: number;
  readonly code?: number;
}

/** Of IPv6 it is the hop limit. */
interface TtlMatch<K> extends Invertible {
  readonly kind: K;
  readonly how: 'eq' | 'lt' | 'gt';
  readonly value: number;
}

/** From one address to another, both included; unsigned numbers. */
export interface AddressRange extends Invertible {
  readonly first: number;
  readonly last: number;
}

/** `-m mac`, and what looks at more than one packet. */
type StatefulMatch =
  | ({ readonly kind: 'mac'; readonly address: string } & Invertible)
  | { readonly kind: 'iprange'; readonly source?: AddressRange; readonly destination?: AddressRange }
  /** More than `limit` connections (or with `over` unset, at most that many) from, or to, one subnet of that prefix. */
  | {
      readonly kind: 'connlimit';
      readonly limit: number;
      readonly over: boolean;
      readonly prefix: number;
      readonly side: 'saddr' | 'daddr';
    }
  /** A list of addresses by its name, with the moments at which they were seen. */
  | ({
      readonly kind: 'recent';
      readonly action: 'set' | 'rcheck' | 'update' | 'remove' | undefined;
      readonly name: string;
      readonly side: 'rsource' | 'rdest';
      readonly seconds?: number;
      readonly hits?: number;
    } & Invertible);

/** What looks at the rest of a packet, or at none of it. */
type SeldomMatch =
  /** One of so many, by chance (`probability` of 2³¹) or by counting. */
  | ({ readonly kind: 'statistic'; readonly probability: number } & Invertible)
  | ({ readonly kind: 'statistic'; readonly every: number; readonly packet: number } & Invertible)
  | ({ readonly kind: 'pkttype'; readonly type: 'unicast' | 'broadcast' | 'multicast' } & Invertible)
  | ({ readonly kind: 'tos'; readonly value: number; readonly mask: number } & Invertible)
  | ({ readonly kind: 'dscp'; readonly value: number } & Invertible)
  /** Bytes, as a text of Latin-1, that stand somewhere in the packet from `from` on, before `to`. */
  | ({
      readonly kind: 'string';
      readonly pattern: string;
      readonly algorithm: string;
      readonly from: number;
      readonly to: number;
      readonly anyCase: boolean;
    } & Invertible);

/** What `-m` asks for (struct xt_entry_match). */
export type Match =
  | StatefulMatch
  | SeldomMatch
  | (TransportMatch<'tcp'> & { readonly flags?: FlagsMatch })
  | TransportMatch<'udp'>
  | IcmpMatch<'icmp'>
  | IcmpMatch<'icmp6'>
  | ConntrackMatch
  | StateMatch<'state'>
  | ({
      readonly kind: 'multiport';
      readonly which: 'sports' | 'dports' | 'ports';
      readonly ports: readonly PortMatch[];
    } & Invertible)
  | {
      readonly kind: 'addrtype';
      readonly sourceType?: AddressTypeMatch;
      readonly destinationType?: AddressTypeMatch;
    }
  | { readonly kind: 'physdev'; readonly in?: InterfaceMatch; readonly out?: InterfaceMatch }
  | { readonly kind: 'comment'; readonly text: string }
  /** A packet each `period` (in 1/10000 s), and `burst` at once. */
  | { readonly kind: 'limit'; readonly period: number; readonly burst: number }
  | ({ readonly kind: 'mark'; readonly value: number; readonly mask: number } & Invertible)
  | TtlMatch<'ttl'>
  | TtlMatch<'hl'>
  | ({ readonly kind: 'length'; readonly first: number; readonly last: number } & Invertible);

/** What REJECT answers with, as `--reject-with` names it. */
export type RejectReason =
  | 'icmp-net-unreachable'
  | 'icmp-host-unreachable'
  | 'icmp-proto-unreachable'
  | 'icmp-port-unreachable'
  | 'icmp-net-prohibited'
  | 'icmp-host-prohibited'
  | 'icmp-admin-prohibited'
  | 'icmp6-no-route'
  | 'icmp6-adm-prohibited'
  | 'icmp6-addr-unreachable'
  | 'icmp6-port-unreachable'
  | 'icmp6-policy-fail'
  | 'icmp6-reject-route'
  | 'tcp-reset';

/** Where NAT puts a connection's end; what is left out stays, the port where it can. */
export interface NatRange {
  readonly address?: IpAddress;
  readonly ports?: { readonly first: number; readonly last: number };
  /** Of several addresses, the last. */
  readonly last?: number;
  /** `random`, `random-fully`, `persistent`. */
  readonly flags?: readonly string[];
}

/** What `-j` and `-g` name (struct xt_entry_target). */
export type Target =
  | { readonly kind: 'ACCEPT' | 'DROP' | 'RETURN' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'REJECT'; readonly with: RejectReason }
  | { readonly kind: 'DNAT' | 'SNAT' | 'MASQUERADE' | 'REDIRECT'; readonly to: NatRange }
  /** The packet's mark becomes (mark & ~mask) ^ value; it goes on. */
  | { readonly kind: 'MARK'; readonly value: number; readonly mask: number }
  /** A line in the kernel's log, which nobody can read here yet; the packet goes on. */
  | { readonly kind: 'LOG'; readonly prefix: string; readonly level: number; readonly flags: number }
  | Mangling
  /** The packet's connection is not tracked; CT is the name that NOTRACK goes by today. */
  | { readonly kind: 'NOTRACK' | 'CT' }
  /** The network's part of the address becomes this one's. */
  | { readonly kind: 'NETMAP'; readonly network: AddressMatch };

/** What changes the packet, which goes on. */
export type Mangling =
  | { readonly kind: 'TTL' | 'HL'; readonly how: 'set' | 'inc' | 'dec' | undefined; readonly value: number }
  /** The byte becomes (byte & ~mask) ^ value. */
  | { readonly kind: 'TOS'; readonly value: number; readonly mask: number }
  | { readonly kind: 'DSCP'; readonly value: number }
  /** The largest segment that a SYN announces; undefined: what the devices' MTU lets through. */
  | { readonly kind: 'TCPMSS'; readonly mss: number | undefined };

/** A rule as it was given (struct ipt_entry): all of it must match. Without a target it only counts. */
export interface RuleSpec {
  readonly source?: AddressMatch;
  readonly destination?: AddressMatch;
  readonly inInterface?: InterfaceMatch;
  readonly outInterface?: InterfaceMatch;
  readonly protocol?: ProtocolMatch;
  /** `-f`: pieces behind the first. */
  readonly fragment?: Invertible;
  readonly matches?: readonly Match[];
  readonly target?: Target;
}
