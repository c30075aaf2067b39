import { Errno, type ErrnoCode } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { Datagram, Socket, SocketAddress, SocketOptions } from '../../socket.ts';
import type { Stat } from '../../syscalls.ts';
import { type Task, WaitQueue, waitUntil } from '../../task.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import { type IpNet, type IpOutputRoute, routeTo, typeOfAddress } from '../ip-output.ts';
import { type Endpoint, endpointOf, nameEndpoint } from './endpoint.ts';

/** net.core.rmem_default; a full queue drops what comes. */
const RECEIVE_BUFFER = 212_992;

/** What sockets see of their namespace. */
export interface SocketHost extends IpNet {
  device(name: string): NetDevice | undefined;
}

export type InetDomain = 'inet' | 'inet6';

const NOWHERE: Endpoint = { address: 0, port: 0 };

interface Received {
  readonly data: Uint8Array;
  readonly from: Endpoint;
  readonly hopLimit: number | undefined;
}

/** What the kinds of datagram sockets of IP share: addresses, options, a queue of what came, a pending error. */
export abstract class InetSocket implements Socket {
  readonly changed = new WaitQueue();
  protected readonly host: SocketHost;
  readonly domain: InetDomain;
  protected localEndpoint: Endpoint = NOWHERE;
  protected peerEndpoint: Endpoint | undefined;
  protected options: SocketOptions = {};
  #device: NetDevice | undefined;
  #queue: Received[] = [];
  #queued = 0;
  #error: ErrnoCode | undefined;
  #readEnded = false;
  #writeEnded = false;

  constructor(host: SocketHost, domain: InetDomain = 'inet') {
    this.host = host;
    this.domain = domain;
  }

  abstract bind(address: SocketAddress): void;
  protected abstract send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined;
  protected abstract release(): void;

  get readable(): boolean {
    return this.#queue.length > 0 || this.#error !== undefined || this.#readEnded;
  }

  get local(): SocketAddress {
    return nameEndpoint(this.localEndpoint, this.domain);
  }

  get peer(): SocketAddress | undefined {
    return this.peerEndpoint && nameEndpoint(this.peerEndpoint, this.domain);
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
  protected checkLocal(address: IpAddress): void {
    if (address !== 0 && typeOfAddress(this.host, address) === 'unicast') throw new Errno('EADDRNOTAVAIL');
  }

  /** Fixes the peer, and with it the source address that the route to it has. */
  *connect(address: SocketAddress): Task<void> {
    const peer = this.endpointOf(address);
    const route = this.route(peer);
    this.peerEndpoint = peer;
    if (this.localEndpoint.address === 0) this.localEndpoint = { ...this.localEndpoint, address: route.source };
  }

  /** Throws ENETUNREACH without a way, EACCES for a broadcast that was not asked for. */
  protected route({ address, scope }: Endpoint): IpOutputRoute {
    const source = this.localEndpoint.address;
    const own = source !== 0 && typeOfAddress(this.host, source) === 'local' ? source : undefined;
    const route = routeTo(this.host, address, { source: own, device: this.#device ?? scope });
    if (this.options.dontRoute && route.nextHop !== address) throw new Errno('ENETUNREACH');
    if (route.type === 'broadcast' && !this.options.broadcast) throw new Errno('EACCES');
    return route;
  }

  protected endpointOf(address: SocketAddress): Endpoint {
    return endpointOf(address, this.domain, (name) => this.host.device(name));
  }

  *sendto(data: Uint8Array, address?: SocketAddress): Task<number> {
    this.#throwPending();
    if (this.#writeEnded) throw new Errno('EPIPE');
    const to = address ? this.endpointOf(address) : this.peerEndpoint;
    if (!to) throw new Errno('EDESTADDRREQ');
    const failure = this.send(data, to);
    if (failure) throw new Errno(failure);
    return data.length;
  }

  write(data: Uint8Array): Task<number> {
    return this.sendto(data);
  }

  *recvfrom(deadline?: number): Task<Datagram | undefined> {
    if (!this.readable && !(yield* this.#arrival(deadline))) return undefined;
    const first = this.#take();
    if (!first) return { data: new Uint8Array(0), from: this.peer ?? nameEndpoint(NOWHERE, this.domain) };
    const { data, from, hopLimit } = first;
    return { data, from: nameEndpoint(from, this.domain), ...(hopLimit !== undefined && { hopLimit }) };
  }

  #arrival(deadline: number | undefined): Task<boolean> {
    const { clock } = this.host.environment;
    return waitUntil(
      () => this.readable,
      [this.changed],
      () => clock.now,
      deadline,
    );
  }

  /** What came first; undefined at the end. Throws the pending error where nothing came. */
  #take(): Received | undefined {
    const first = this.#queue.shift();
    if (first) this.#queued -= first.data.length;
    else this.#throwPending();
    return first;
  }

  /** One datagram; what does not fit in `count` is lost. */
  *read(count: number): Task<Uint8Array> {
    if (!this.readable) yield* this.#arrival(undefined);
    const data = this.#take()?.data ?? new Uint8Array(0);
    return data.length > count ? data.subarray(0, count) : data;
  }

  #throwPending(): void {
    const error = this.#error;
    this.#error = undefined;
    if (error) throw new Errno(error);
  }

  /** Queues what came; false where the buffer is full. */
  protected enqueue(data: Uint8Array, from: Endpoint, hopLimit?: number): boolean {
    if (this.#readEnded || this.#queued + data.length > RECEIVE_BUFFER) return false;
    this.#queue.push({ data, from, hopLimit });
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
