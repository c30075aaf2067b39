import { Errno, type ErrnoCode } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { Socket, SocketAddress, SocketOptions } from '../../socket.ts';
import type { Stat } from '../../syscalls.ts';
import { type Task, WaitQueue, waitUntil } from '../../task.ts';
import { formatIpv4, parseIpv4 } from '../../wire/address.ts';
import type { Ipv4Net } from '../ipv4-net.ts';
import { type OutputRoute, routeOutput } from '../ipv4-route.ts';

/** net.core.rmem_default; a full queue drops what comes. */
const RECEIVE_BUFFER = 212_992;

/** What sockets see of their namespace. */
export interface SocketHost extends Ipv4Net {
  device(name: string): NetDevice | undefined;
}

export interface Datagram {
  readonly data: Uint8Array;
  readonly from: SocketAddress;
}

/** An IPv4 endpoint; address 0 is « any », port 0 « none ». */
export interface Endpoint {
  readonly address: number;
  readonly port: number;
}

const NOWHERE: Endpoint = { address: 0, port: 0 };

/** Throws EAFNOSUPPORT for another family, EINVAL for what is no address. */
export function endpointOf(address: SocketAddress): Endpoint {
  if (address.family !== 'inet') throw new Errno('EAFNOSUPPORT');
  const number = parseIpv4(address.address);
  if (number === undefined) throw new Errno('EINVAL');
  return { address: number, port: address.port };
}

const addressOf = (endpoint: Endpoint): SocketAddress => ({
  family: 'inet',
  address: formatIpv4(endpoint.address),
  port: endpoint.port,
});

/** What the kinds of IPv4 datagram sockets share: addresses, options, a queue of what came, a pending error. */
export abstract class InetSocket implements Socket {
  readonly changed = new WaitQueue();
  protected readonly host: SocketHost;
  protected localEndpoint: Endpoint = NOWHERE;
  protected peerEndpoint: Endpoint | undefined;
  protected options: SocketOptions = {};
  #device: NetDevice | undefined;
  #queue: Datagram[] = [];
  #queued = 0;
  #error: ErrnoCode | undefined;
  #readEnded = false;
  #writeEnded = false;

  constructor(host: SocketHost) {
    this.host = host;
  }

  abstract bind(address: SocketAddress): void;
  protected abstract send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined;
  protected abstract release(): void;

  get readable(): boolean {
    return this.#queue.length > 0 || this.#error !== undefined || this.#readEnded;
  }

  get local(): SocketAddress {
    return addressOf(this.localEndpoint);
  }

  get peer(): SocketAddress | undefined {
    return this.peerEndpoint && addressOf(this.peerEndpoint);
  }

  /** The device that it is bound to. */
  get device(): NetDevice | undefined {
    return this.#device;
  }

  setOptions(options: SocketOptions): void {
    if (options.ttl !== undefined && (options.ttl < 1 || options.ttl > 255)) throw new Errno('EINVAL');
    if (options.device !== undefined) this.#bindToDevice(options.device);
    this.options = { ...this.options, ...options };
  }

  #bindToDevice(name: string): void {
    this.#device = name === '' ? undefined : this.host.device(name);
    if (name !== '' && !this.#device) throw new Errno('ENODEV');
  }

  /** Throws EADDRNOTAVAIL for what is no address of this namespace. */
  protected checkLocal(address: number): void {
    if (address !== 0 && this.host.addresses.typeOf(address) === 'unicast') throw new Errno('EADDRNOTAVAIL');
  }

  /** Fixes the peer, and with it the source address that the route to it has. */
  *connect(address: SocketAddress): Task<void> {
    const peer = endpointOf(address);
    const route = this.route(peer.address);
    this.peerEndpoint = peer;
    if (this.localEndpoint.address === 0) this.localEndpoint = { ...this.localEndpoint, address: route.source };
  }

  /** Throws ENETUNREACH without a way, EACCES for a broadcast that was not asked for. */
  protected route(destination: number): OutputRoute {
    const source = this.localEndpoint.address;
    const own = source !== 0 && this.host.addresses.isLocal(source) ? { source } : {};
    const device = this.#device ? { device: this.#device } : {};
    const route = routeOutput(this.host, destination, { ...own, ...device });
    if (route.type === 'broadcast' && !this.options.broadcast) throw new Errno('EACCES');
    return route;
  }

  *sendto(data: Uint8Array, address?: SocketAddress): Task<number> {
    this.#throwPending();
    if (this.#writeEnded) throw new Errno('EPIPE');
    const to = address ? endpointOf(address) : this.peerEndpoint;
    if (!to) throw new Errno('EDESTADDRREQ');
    const failure = this.send(data, to);
    if (failure) throw new Errno(failure);
    return data.length;
  }

  write(data: Uint8Array): Task<number> {
    return this.sendto(data);
  }

  *recvfrom(deadline?: number): Task<Datagram | undefined> {
    const { clock } = this.host.environment;
    const came = yield* waitUntil(
      () => this.readable,
      [this.changed],
      () => clock.now,
      deadline,
    );
    if (!came) return undefined;
    const first = this.#queue.shift();
    if (first) {
      this.#queued -= first.data.length;
      return first;
    }
    this.#throwPending();
    return { data: new Uint8Array(0), from: this.peer ?? addressOf(NOWHERE) };
  }

  /** One datagram; what does not fit in `count` is lost. */
  *read(count: number): Task<Uint8Array> {
    const datagram = yield* this.recvfrom();
    return datagram?.data.subarray(0, count) ?? new Uint8Array(0);
  }

  #throwPending(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error) throw new Errno(error);
  }

  /** Queues what came; false where the buffer is full. */
  protected enqueue(data: Uint8Array, from: Endpoint): boolean {
    if (this.#readEnded || this.#queued + data.length > RECEIVE_BUFFER) return false;
    this.#queue.push({ data, from: addressOf(from) });
    this.#queued += data.length;
    this.changed.wake();
    return true;
  }

  /** Reported by the next call (sk_err). */
  protected report(error: ErrnoCode): void {
    this.#error = error;
    this.changed.wake();
  }

  listen(): void {
    throw new Errno('EOPNOTSUPP');
  }

  *accept(): Task<Socket> {
    throw new Errno('EOPNOTSUPP');
  }

  shutdown(how: 'read' | 'write' | 'both'): void {
    if (!this.peerEndpoint) throw new Errno('ENOTCONN');
    if (how !== 'write') this.#readEnded = true;
    if (how !== 'read') this.#writeEnded = true;
    this.changed.wake();
  }

  stat(): Stat {
    return { type: 'socket', inode: 0, mode: 0o777, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 };
  }

  close(): void {
    this.release();
    this.#readEnded = true;
    this.changed.wake();
  }
}
