import type { OpenFile } from './file.ts';

export type SocketDomain = 'unix' | 'inet' | 'inet6' | 'packet';
export type SocketType = 'stream' | 'dgram' | 'raw';

/** An address in its family's own terms: IPv4 in dotted form, IPv6 in RFC 5952's. */
export type SocketAddress =
  | { readonly family: 'unix'; readonly path: string }
  | { readonly family: 'inet'; readonly address: string; readonly port: number }
  | {
      readonly family: 'inet6';
      readonly address: string;
      readonly port: number;
      /** The device whose link the address belongs to (sin6_scope_id). */
      readonly scope?: string;
    };

/** What came to a datagram socket. */
export interface Datagram {
  readonly data: Uint8Array;
  readonly from: SocketAddress;
  /** Of IPv6 (IPV6_RECVHOPLIMIT). */
  readonly hopLimit?: number;
}

/** How a frame came: to this device, to all, to a group, to another machine, or sent from here (sll_pkttype). */
export type PacketType = 'host' | 'broadcast' | 'multicast' | 'otherhost' | 'outgoing';

/** `sockaddr_ll` of packet(7). */
export interface PacketAddress {
  readonly family: 'packet';
  /** By name; empty: any. */
  readonly device: string;
  /** EtherType, or {@link ETH_P_ALL}; 0 receives nothing. */
  readonly protocol: number;
  /** Of a frame: its sender; to send to: its destination; of a bound socket: its device's own. */
  readonly mac: string;
  readonly packetType?: PacketType;
}

/** Every EtherType. */
export const ETH_P_ALL = 3;

/** A frame that a packet socket heard. */
export interface ReceivedPacket {
  readonly data: Uint8Array;
  readonly from: PacketAddress;
  /** When it came, µs since 1970 (SO_TIMESTAMP). */
  readonly time: number;
}

/** SO_ATTACH_FILTER: is this datagram for the socket? What a program of classic BPF says. */
export type SocketFilter = (data: Uint8Array, from: PacketAddress) => boolean;

/** PACKET_STATISTICS: what passed the filter, and what of it found the queue full. */
export interface PacketStatistics {
  readonly packets: number;
  readonly drops: number;
}

export interface SocketOptions {
  /** IP_TTL: 1 to 255. */
  readonly ttl?: number;
  /** IP_TOS, of raw sockets. */
  readonly tos?: number;
  /** SO_DONTROUTE: through no gateway. */
  readonly dontRoute?: boolean;
  /** IP_MTU_DISCOVER, of raw and ping sockets: forbid to cut it where it fits (so by default), always, or never. */
  readonly pathMtu?: 'want' | 'do' | 'dont';
  readonly broadcast?: boolean;
  readonly reuseAddress?: boolean;
  /** IP_RECVERR: of ICMP errors a datagram socket is told those too that may pass. */
  readonly receiveErrors?: boolean;
  /** TCP_NODELAY. */
  readonly noDelay?: boolean;
  /** IPV6_V6ONLY. */
  readonly v6only?: boolean;
  /** SO_BINDTODEVICE. */
  readonly device?: string;
  /** Packet sockets: PACKET_ADD_MEMBERSHIP, and a filter. */
  readonly promiscuous?: boolean;
  readonly filter?: SocketFilter;
}

/** What every socket can do; `read` and `write` are those of an open file. What a kind lacks throws `EOPNOTSUPP`. */
export interface Socket extends OpenFile {
  bind(address: SocketAddress | PacketAddress): void;
  connect(address: SocketAddress): import('./task.ts').Task<void>;
  listen(backlog: number): void;
  accept(): import('./task.ts').Task<Socket>;
  sendto(data: Uint8Array, address?: SocketAddress | PacketAddress): import('./task.ts').Task<number>;
  /** `deadline`: µs since the world's start. */
  recvfrom(deadline?: number): import('./task.ts').Task<Datagram | undefined>;
  /** What {@link recvfrom} is to other sockets. */
  recvmsg?(deadline?: number): import('./task.ts').Task<ReceivedPacket | undefined>;
  setOptions(options: SocketOptions): void;
  readonly local: SocketAddress;
  readonly peer: SocketAddress | undefined;
  /** The pid, in the initial namespace, of the process at the other end of a Unix socket. */
  readonly peerPid?: number;
  readonly packetStatistics?: PacketStatistics;
  shutdown(how: 'read' | 'write' | 'both'): void;
}

/** One family of sockets in one network namespace: what `socket(2)` asks. */
export interface SocketFamily {
  socket(domain: SocketDomain, type: SocketType, protocol: number): Socket;
}
