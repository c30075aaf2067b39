import type { Task } from './task.ts';

/** Counters as in /proc/net/dev. */
export interface LinkStatistics {
  rxPackets: number;
  rxBytes: number;
  rxErrors: number;
  rxDropped: number;
  txPackets: number;
  txBytes: number;
  txErrors: number;
  txDropped: number;
}

export type LinkFlag =
  | 'UP'
  | 'LOWER_UP'
  | 'BROADCAST'
  | 'LOOPBACK'
  | 'MULTICAST'
  | 'NO-CARRIER'
  | 'M-DOWN'
  | 'PROMISC'
  | 'RUNNING'
  | 'NOARP';

/** A network device as `ip link` sees it. */
export interface LinkInfo {
  readonly index: number;
  readonly name: string;
  /** As IFLA_INFO_KIND; 'loopback' for lo. */
  readonly kind: 'loopback' | 'veth' | 'bridge' | 'macvlan' | 'ipvlan' | 'vlan' | 'vxlan' | 'dummy' | 'ethernet';
  readonly flags: readonly LinkFlag[];
  readonly mtu: number;
  /** Hardware address, `aa:bb:…`. */
  readonly address: string;
  readonly broadcast: string;
  readonly txQueueLength: number;
  readonly qdisc: string;
  readonly operstate: 'UP' | 'DOWN' | 'UNKNOWN' | 'LOWERLAYERDOWN';
  /** Name of the bridge that it is a port of. */
  readonly master?: string;
  /** As a port of it. */
  readonly port?: BridgePortSettings;
  /** Index of the other end of a veth pair, or of a macvlan's or VLAN's parent. */
  readonly link?: number;
  /** An id of the namespace where `link` counts, where that is another one (IFLA_LINK_NETNSID). */
  readonly linkNetnsid?: number;
  readonly alias?: string;
  readonly promiscuity: number;
  /** What its kind has besides: a VLAN's id, a macvlan's mode. */
  readonly vlanId?: number;
  readonly mode?: string;
  readonly statistics: Readonly<LinkStatistics>;
}

export interface AddressInfo {
  readonly device: string;
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefix: number;
  readonly broadcast?: string;
  readonly scope: 'global' | 'link' | 'host';
  /** Of IPv4, where it is not the device's name, as `eth0:1` (IFA_LABEL). */
  readonly label?: string;
  /** Another address of the same subnet came before it, and it goes with that one. */
  readonly secondary?: boolean;
  /** Of IPv6: made by the kernel itself (IFA_PROTO); not examined (IFA_F_NODAD), being so yet (IFA_F_TENTATIVE), somebody else's (IFA_F_DADFAILED). */
  readonly automatic?: boolean;
  readonly nodad?: boolean;
  readonly tentative?: boolean;
  readonly failed?: boolean;
}

export interface RouteInfo {
  /** Network with its prefix length; 0.0.0.0/0 and ::/0 are the default routes. */
  readonly destination: string;
  readonly prefix: number;
  readonly gateway?: string;
  readonly device: string;
  readonly source?: string;
  readonly scope: 'global' | 'link' | 'host';
  readonly protocol: 'kernel' | 'boot' | 'static';
  readonly metric: number;
  /** What it does with packets, where it does not lead on (RTN_*). */
  readonly onlink?: boolean;
  readonly type?: 'blackhole' | 'unreachable' | 'prohibit' | 'throw' | 'local' | 'broadcast' | 'anycast' | 'multicast';
  /** The device has no carrier (RTNH_F_LINKDOWN). */
  readonly linkdown?: boolean;
}

export interface NeighbourInfo {
  readonly address: string;
  readonly device: string;
  readonly lladdr?: string;
  /** It forwards for others (NTF_ROUTER). */
  readonly router?: boolean;
  readonly state: 'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'PERMANENT';
  /** How often it was asked since it was last sure; who else holds it; µs since it was used, confirmed and updated (struct nda_cacheinfo). */
  readonly probes: number;
  readonly references: number;
  readonly ages: readonly number[];
}

/** What a bridge knows of one address (RTM_GETNEIGH of the family AF_BRIDGE). */
/** What a bridge's port is set to (IFLA_BRPORT_*); `state` by BR_STATE_*'s number, 3 where frames pass. */
export interface BridgePortSettings {
  readonly cost: number;
  readonly priority: number;
  readonly state: number;
  /** A frame may leave by the port that it came in by. */
  readonly hairpin: boolean;
  readonly learning: boolean;
  /** It is sent frames for whom nobody knows. */
  readonly flood: boolean;
  /** It and others that are so are nothing to each other. */
  readonly isolated: boolean;
}

export interface ForwardingInfo {
  readonly address: string;
  /** The port behind which it is; the bridge for its own address. */
  readonly device: string;
  readonly master: string;
  /** An address of the bridge or of a port: it never ages. */
  readonly local: boolean;
  /** It was put there, and does not age. */
  readonly fixed: boolean;
  /** µs since it was last seen. */
  readonly age: number;
}

/** One direction of a tracked connection: ports, or of an ICMP query type, code and id; neither of other protocols. */
export interface TupleInfo {
  readonly source: string;
  readonly destination: string;
  readonly ports?: readonly [source: number, destination: number];
  readonly icmp?: { readonly type: number; readonly code: number; readonly id: number };
}

/** A connection that passes (IPCTNL_MSG_CT_GET of nfnetlink). */
export interface ConnectionInfo {
  readonly protocol: number;
  /** A number of its own. */
  readonly id: number;
  /** µs until it is forgotten. */
  readonly timeout: number;
  /** Of TCP, as /proc/net/nf_conntrack names it. */
  readonly state?: string;
  readonly original: TupleInfo;
  readonly reply: TupleInfo;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly mark: number;
  /** Which ends NAT has moved. */
  readonly translated: { readonly source: boolean; readonly destination: boolean };
}

/** What happened to a connection. */
export interface ConnectionEvent {
  readonly kind: 'new' | 'update' | 'destroy';
  readonly connection: ConnectionInfo;
}

/** A subscription to a namespace's connections. */
export interface ConnectionEvents {
  /** The next event, as soon as there is one. */
  next(): Task<ConnectionEvent>;
  close(): void;
}

/** Connection tracking of one network namespace. */
export interface ConntrackTable {
  /** In the order in which they came. */
  connections(): readonly ConnectionInfo[];
  /** Forgets the connection of this id, if it is still there. */
  forget(id: number): void;
  /** What happens from now on. */
  subscribe(): ConnectionEvents;
}

/** A route to make. */
export interface RouteChange {
  readonly destination: string;
  readonly prefix: number;
  readonly gateway?: string;
  readonly device?: string;
  readonly source?: string;
  readonly metric?: number;
  /** EINVAL where that is one of the local table's. */
  readonly type?: RouteInfo['type'];
  /** The number of its table; left out, the main one. */
  readonly table?: number;
  /** The gateway is taken to be on the device's link (RTNH_F_ONLINK). */
  readonly onlink?: boolean;
  readonly protocol?: RouteInfo['protocol'];
  readonly scope?: RouteInfo['scope'];
  /** In place of one to the same network that is there, or must be (`change`); behind it (`append`). Without it there must be none. */
  readonly mode?: 'replace' | 'change' | 'append';
}

/** A rule of policy routing (RTM_NEWRULE): which table is asked, or how packets are refused. */
export interface RuleInfo {
  readonly priority: number;
  readonly not?: boolean;
  readonly source?: { readonly address: string; readonly prefix: number };
  readonly destination?: { readonly address: string; readonly prefix: number };
  readonly mark?: { readonly value: number; readonly mask: number };
  readonly inDevice?: string;
  readonly outDevice?: string;
  readonly action: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit';
  readonly table?: number;
}

/** How a packet would be sent (RTM_GETROUTE). */
export interface RouteQuery {
  readonly destination: string;
  readonly source?: string;
  readonly mark?: number;
  readonly inDevice?: string;
  readonly outDevice?: string;
}

export interface RouteAnswer {
  readonly type: 'unicast' | 'local' | 'broadcast' | 'multicast';
  readonly gateway?: string;
  readonly device: string;
  readonly source: string;
  /** Where it is not the main one. */
  readonly table?: number;
  /** Of IPv6: of the route that was found. */
  readonly metric?: number;
  readonly protocol?: RouteInfo['protocol'];
}

/** What is told of a new address besides. */
export interface AddressOptions {
  /** Of IPv4; without it there is none, as with `ip addr add` without `brd`. */
  readonly broadcast?: string;
  readonly label?: string;
  /** Of IPv6: it is known to be nobody else's. */
  readonly nodad?: boolean;
}

/** What `ip link add` makes (RTM_NEWLINK with NLM_F_CREATE). */
export interface LinkRequest {
  readonly kind: 'dummy' | 'veth' | 'bridge' | 'vlan' | 'macvlan';
  /** Left out, the kind with the first free number. */
  readonly name?: string;
  /** The device below a VLAN or macvlan. */
  readonly link?: string;
  readonly peer?: string;
  /** What the peer starts with. */
  readonly peerChange?: LinkChange;
  /** Of a VLAN. */
  readonly id?: number;
  /** Of a macvlan. */
  readonly mode?: string;
  /** What it starts with. */
  readonly change?: LinkChange;
}

/** What `ip link set` changes of a device. */
export interface LinkChange {
  readonly up?: boolean;
  readonly mtu?: number;
  readonly address?: string;
  readonly name?: string;
  /** The bridge to join; null: none. */
  readonly master?: string | null;
  /** EOPNOTSUPP for what is no port. */
  readonly port?: Partial<BridgePortSettings>;
  readonly txQueueLength?: number;
  readonly alias?: string;
  readonly multicast?: boolean;
  readonly arp?: boolean;
  readonly promiscuous?: boolean;
}

/** rtnetlink(7) for one network namespace; addresses tell by their form which family a change is about. Changes need CAP_NET_ADMIN and throw `EPERM` without it. */
export interface Netlink {
  links(): readonly LinkInfo[];
  addresses(): readonly AddressInfo[];
  /** Of the main table and of IPv4, or of another one; throws ENOENT where there is none. */
  routes(table?: number, family?: 'inet' | 'inet6'): readonly RouteInfo[];
  /** The tables that have routes. */
  tables(family?: 'inet' | 'inet6'): readonly number[];
  /** Throws ENETUNREACH, and what refusing routes say. */
  lookUp(query: RouteQuery): RouteAnswer;
  rules(family?: 'inet' | 'inet6'): readonly RuleInfo[];
  /** Throws EEXIST. */
  addRule(rule: Omit<RuleInfo, 'priority'> & { readonly priority?: number }): void;
  /** Throws ENOENT. */
  deleteRule(rule: Partial<RuleInfo>): void;
  neighbours(family?: 'inet' | 'inet6'): readonly NeighbourInfo[];
  /** The forwarding tables of all bridges: by bridge, in the order they were learned. */
  forwarding(): readonly ForwardingInfo[];
  /** Puts an address behind a bridge's port. Throws EOPNOTSUPP for what is no port, EEXIST unless it may be `replaced`. */
  setForwarding(entry: {
    readonly address: string;
    readonly device: string;
    readonly state: 'permanent' | 'static' | 'dynamic';
    readonly replaced: boolean;
  }): void;
  /** Throws EOPNOTSUPP, ENOENT. */
  deleteForwarding(address: string, device: string): void;
  /** The backlogs of listening TCP sockets, by inode (sock_diag(7)). */
  backlogs(): ReadonlyMap<number, number>;
  setLink(name: string, change: LinkChange): void;
  /** Throws EEXIST, ENODEV, EINVAL, ERANGE. */
  addLink(request: LinkRequest): void;
  /** Throws ENODEV, EOPNOTSUPP. */
  deleteLink(name: string): void;
  /** The id of the network namespace that a path names, as seen from here (RTM_GETNSID). Undefined where nothing links the two. */
  namespaceId(path: string): number | undefined;
  /** Gives a device to the network namespace that a path names, or a process is in. Throws ENODEV, EINVAL, ENOENT, ESRCH. */
  moveLink(name: string, to: string | number): void;
  addAddress(device: string, address: string, prefix: number, options?: AddressOptions): void;
  deleteAddress(device: string, address: string, prefix: number): void;
  addRoute(route: RouteChange): void;
  deleteRoute(route: RouteChange): void;
  /** Makes or changes an entry by hand. Throws `EINVAL` for the loopback and for what are no addresses, `ENODEV`. */
  setNeighbour(neighbour: {
    address: string;
    device: string;
    lladdr: string;
    state: 'PERMANENT' | 'STALE' | 'REACHABLE';
  }): void;
  /** Throws `ENOENT` where there is none. */
  deleteNeighbour(address: string, device: string): void;
}
