import type { OpenFile } from './file.ts';

export type SocketDomain = 'unix' | 'inet' | 'inet6' | 'packet';
export type SocketType = 'stream' | 'dgram' | 'raw';

/** An address in its family's own terms; IPv4 in dotted form. */
export type SocketAddress =
  | { readonly family: 'unix'; readonly path: string }
  | { readonly family: 'inet'; readonly address: string; readonly port: number }
  | { readonly family: 'inet6'; readonly address: string; readonly port: number };

export interface SocketOptions {
  /** IP_TTL: 1 to 255. */
  readonly ttl?: number;
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
}

/** What every socket can do; `read` and `write` are those of an open file. What a kind lacks throws `EOPNOTSUPP`. */
export interface Socket extends OpenFile {
  bind(address: SocketAddress): void;
  connect(address: SocketAddress): import('./task.ts').Task<void>;
  listen(backlog: number): void;
  accept(): import('./task.ts').Task<Socket>;
  sendto(data: Uint8Array, address?: SocketAddress): import('./task.ts').Task<number>;
  /** `deadline`: µs since the world's start. */
  recvfrom(deadline?: number): import('./task.ts').Task<{ data: Uint8Array; from: SocketAddress } | undefined>;
  setOptions(options: SocketOptions): void;
  readonly local: SocketAddress;
  readonly peer: SocketAddress | undefined;
  /** The pid, in the initial namespace, of the process at the other end of a Unix socket. */
  readonly peerPid?: number;
  shutdown(how: 'read' | 'write' | 'both'): void;
}

/** One family of sockets in one network namespace: what `socket(2)` asks. */
export interface SocketFamily {
  socket(domain: SocketDomain, type: SocketType, protocol: number): Socket;
}
