import { isErrno } from '../../errno.ts';
import { formatIp } from '../../wire/ip-address.ts';
import { PROTOCOL_TCP } from '../../wire/ipv4.ts';
import { emitTcp, type TcpSegment } from '../../wire/tcp.ts';
import type { TcpOptions } from '../../wire/tcp-options.ts';
import { type IpOutputRoute, routeTo, sendAlong } from '../ip-output.ts';
import type { Endpoint } from '../sockets/endpoint.ts';
import type { SocketHost } from '../sockets/inet-socket.ts';
import type { Sequence } from './sequence.ts';

/** The headers of IP and TCP without options, and what timestamps add to the latter. */
const HEADERS = { inet: 40, inet6: 60 } as const;
const TIMESTAMPS = 12;
/** IP_MAX_MTU: lo's own is one more than a packet may be long. */
const LONGEST = 0xffff;
/** RFC 9293 §3.7.1: what may be sent to a peer that did not say. */
const DEFAULT_MSS = { inet: 536, inet6: 1220 } as const;
/** Linux lets no path make packets shorter than this (min_pmtu, IPV6_MIN_MTU). */
const LEAST_MTU = { inet: 552, inet6: 1280 } as const;

export interface Outgoing {
  readonly flags: number;
  readonly sequence: Sequence;
  readonly acknowledgement: Sequence;
  /** As it goes out. */
  readonly window: number;
  readonly options?: TcpOptions;
  readonly payload?: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** The way from one end of a connection to the other: addresses, MTU, and the options that both ends agreed on. */
export class Path {
  readonly host: SocketHost;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  ttl: number | undefined;
  /** Do both ends send timestamps (RFC 7323)? */
  timestamps = true;
  /** The last timestamp that came, to be echoed (TS.Recent). */
  recent = 0;
  readonly #family: 'inet' | 'inet6';
  #peerMss: number;
  #linkMtu: number;
  #pathMtu = LONGEST;
  readonly #offset: number;
  readonly #texts: readonly [source: string, destination: string];

  /** @param mtu of the way as it is now, in bytes */
  constructor(host: SocketHost, local: Endpoint, remote: Endpoint, mtu: number) {
    this.host = host;
    this.local = local;
    this.remote = remote;
    this.#linkMtu = mtu;
    this.#family = typeof remote.address === 'string' ? 'inet6' : 'inet';
    this.#peerMss = DEFAULT_MSS[this.#family];
    this.#offset = host.environment.random.uint32();
    this.#texts = [formatIp(local.address), formatIp(remote.address)];
  }

  /** The way out as the routes are now; undefined where there is none. */
  #route(): IpOutputRoute | undefined {
    try {
      const { address, scope } = this.remote;
      const route = routeTo(this.host, address, { source: this.local.address, device: scope });
      this.#linkMtu = route.device.mtu;
      return route;
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  }

  get #mtu(): number {
    return Math.min(this.#linkMtu, this.#pathMtu);
  }

  /** The most that the peer may send us in one segment: what our SYN says. */
  get advertisedMss(): number {
    return this.#mtu - HEADERS[this.#family];
  }

  /** The most data that one segment can carry. */
  get mss(): number {
    return Math.min(this.#peerMss, this.#mtu - HEADERS[this.#family]) - (this.timestamps ? TIMESTAMPS : 0);
  }

  /** Takes on what the peer's SYN says. */
  agree({ mss, timestamps }: TcpOptions): void {
    this.#peerMss = mss ?? DEFAULT_MSS[this.#family];
    this.timestamps &&= timestamps !== undefined;
  }

  /** A router said that packets must be shorter (RFC 1191, RFC 8201). */
  shorten(mtu: number): void {
    this.#pathMtu = Math.max(LEAST_MTU[this.#family], Math.min(this.#pathMtu, mtu));
  }

  /** The timestamps option of the next segment: a clock of milliseconds that starts anywhere. */
  #stamp(): TcpOptions {
    const value = (Math.floor(this.host.environment.clock.now / 1000) + this.#offset) >>> 0;
    return this.timestamps ? { timestamps: { value, echo: this.recent } } : {};
  }

  send({ flags, sequence, acknowledgement, window, options = {}, payload = NOTHING }: Outgoing): void {
    const segment: TcpSegment = {
      sourcePort: this.local.port,
      destinationPort: this.remote.port,
      urgentPointer: 0,
      ...{ flags, sequence, acknowledgement, window, payload },
      options: { ...options, ...this.#stamp() },
    };
    const route = this.#route();
    if (!route) return;
    const header = { protocol: PROTOCOL_TCP, source: this.local.address, destination: this.remote.address };
    // What did not leave is sent anew in time, as what got lost on the way.
    sendAlong(this.host, route, { ...header, ttl: this.ttl }, emitTcp(segment, ...this.#texts));
  }
}
