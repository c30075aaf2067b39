import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { Socket, SocketAddress, SocketOptions } from '../../socket.ts';
import type { Stat } from '../../syscalls.ts';
import { type Task, WaitQueue, waitUntil } from '../../task.ts';
import { routeTo, typeOfAddress } from '../ip-output.ts';
import type { TcpConnection } from '../tcp/connection.ts';
import type { Listener } from '../tcp/listener.ts';
import type { PortClaim } from '../tcp/ports.ts';
import { isSending } from '../tcp/state.ts';
import type { TcpTable } from '../tcp/tcp-table.ts';
import { type Endpoint, endpointOf, nameEndpoint, peerOf } from './endpoint.ts';
import type { InetDomain, SocketHost } from './inet-socket.ts';

/** How much may wait to be sent before a writer has to wait. */
const SEND_BUFFER = 131_072;
const DEFAULT_BACKLOG = 0;
const NOWHERE: Endpoint = { address: 0, port: 0 };
const NOTHING = new Uint8Array(0);

/** A stream socket of tcp(7): unbound, bound, listening, or one end of a connection. */
export class TcpSocket implements Socket {
  readonly #host: SocketHost;
  readonly #table: TcpTable;
  readonly #family: InetDomain;
  readonly #unconnected = new WaitQueue();
  readonly #inode: number;
  #options: SocketOptions = {};
  #device: NetDevice | undefined;
  /** Its hold on a port, until it listens or connects. */
  #claim: PortClaim | undefined;
  #listener: Listener | undefined;
  #connection: TcpConnection | undefined;
  #readEnded = false;

  constructor(host: SocketHost, table: TcpTable, family: InetDomain, connection?: TcpConnection) {
    this.#host = host;
    this.#table = table;
    this.#family = family;
    this.#connection = connection;
    this.#inode = host.environment.random.integer(10_000, 999_999);
    if (connection) connection.inode = this.#inode;
  }

  get readable(): boolean {
    if (this.#listener) return this.#listener.waiting > 0;
    const connection = this.#connection;
    if (!connection || this.#readEnded) return true;
    if (connection.state === 'SYN_SENT') return false;
    const { receiver, error, state } = connection;
    return receiver.queue.size > 0 || receiver.ended || error !== undefined || state === 'CLOSE';
  }

  get changed(): WaitQueue {
    return this.#listener?.changed ?? this.#connection?.changed ?? this.#unconnected;
  }

  get #bound(): PortClaim | undefined {
    return this.#claim ?? this.#listener?.claim;
  }

  get local(): SocketAddress {
    return nameEndpoint(this.#connection?.path.local ?? this.#bound ?? NOWHERE, this.#family);
  }

  get peer(): SocketAddress | undefined {
    const connection = this.#connection;
    if (!connection || connection.state === 'CLOSE' || connection.state === 'SYN_SENT') return undefined;
    return nameEndpoint(connection.path.remote, this.#family);
  }

  setOptions(options: SocketOptions): void {
    const { ttl, device, noDelay } = options;
    if (ttl !== undefined && (ttl < 1 || ttl > 255)) throw new Errno('EINVAL');
    if (device !== undefined) this.#device = device === '' ? undefined : this.#host.device(device);
    if (device && !this.#device) throw new Errno('ENODEV');
    this.#options = { ...this.#options, ...options };
    if (this.#connection) this.#connection.path.ttl = this.#options.ttl;
    if (this.#connection && noDelay !== undefined) this.#connection.sender.noDelay = noDelay;
  }

  bind(address: SocketAddress): void {
    if (this.#bound || this.#connection) throw new Errno('EINVAL');
    const wanted = this.#endpointOf(address);
    if (wanted.address !== 0 && typeOfAddress(this.#host, wanted.address) === 'unicast')
      throw new Errno('EADDRNOTAVAIL');
    this.#claim = this.#take(wanted);
  }

  #take(wanted: Endpoint): PortClaim {
    const reuse = this.#options.reuseAddress === true;
    return this.#table.ports.claim({ ...wanted, reuse, families: this.#familiesOf(wanted) });
  }

  /** Of IPv6, « any » takes in IPv4 as well unless told otherwise; an address of its own it has to itself. */
  #familiesOf({ address }: Endpoint): readonly InetDomain[] {
    if (typeof address === 'string') return ['inet6'];
    return this.#family === 'inet6' && !this.#options.v6only ? ['inet', 'inet6'] : [this.#family];
  }

  listen(backlog = DEFAULT_BACKLOG): void {
    if (this.#connection) throw new Errno('EINVAL');
    if (this.#listener) return;
    this.#listener = this.#table.listen(this.#claim ?? this.#take(NOWHERE), backlog, this.#inode);
    this.#claim = undefined;
  }

  *accept(): Task<Socket> {
    const listener = this.#listener;
    if (!listener) throw new Errno('EINVAL');
    for (;;) {
      const connection = listener.accept();
      if (connection) return this.#socketOf(connection);
      yield { queues: [listener.changed] };
    }
  }

  #socketOf(connection: TcpConnection): Socket {
    const socket = new TcpSocket(this.#host, this.#table, this.#family, connection);
    socket.setOptions({ ...this.#options, device: this.#device?.name ?? '' });
    return socket;
  }

  /** Throws ENETUNREACH without a way, and what came of the handshake: ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT… */
  *connect(address: SocketAddress): Task<void> {
    if (this.#listener || (this.#connection && this.#connection.state !== 'CLOSE')) throw new Errno('EISCONN');
    const connection = this.#open(this.#target(address));
    this.#connection = connection;
    connection.inode = this.#inode;
    this.setOptions({});
    connection.connect();
    while (connection.state === 'SYN_SENT') yield { queues: [connection.changed] };
    this.#throwPending(connection);
  }

  #target(address: SocketAddress): Endpoint {
    return peerOf(this.#endpointOf(address), this.#family, this.#device);
  }

  #endpointOf(address: SocketAddress): Endpoint {
    return endpointOf(address, this.#family, (name) => this.#host.device(name));
  }

  /** A connection in the making: its way, its source address, and a port where the socket has none. */
  #open(target: Endpoint): TcpConnection {
    const claimed = this.#claim;
    const source = claimed?.address || undefined;
    const device = this.#device ?? target.scope;
    const route = routeTo(this.#host, target.address, { source, device });
    if (route.type === 'broadcast' || route.type === 'multicast') throw new Errno('ENETUNREACH');
    const remote = { ...target, address: target.address || route.nextHop };
    const claim = claimed ?? this.#take({ address: route.source, port: 0 });
    const local = { address: route.source, port: claim.port };
    if (this.#table.has(local, remote)) throw new Errno('EADDRNOTAVAIL');
    this.#claim = undefined;
    return this.#table.create(claim, local, remote, route);
  }

  #throwPending(connection: TcpConnection): void {
    const { error } = connection;
    connection.error = undefined;
    if (error !== undefined) throw new Errno(error);
  }

  #connected(): TcpConnection {
    if (!this.#connection) throw new Errno('ENOTCONN');
    return this.#connection;
  }

  /** At most `count` bytes once there are any; none at the end. */
  *read(count: number): Task<Uint8Array> {
    const connection = this.#connected();
    while (!this.readable) yield { queues: [connection.changed] };
    if (connection.receiver.queue.size > 0 && !this.#readEnded) return connection.receiver.take(count);
    this.#throwPending(connection);
    return NOTHING;
  }

  /** Waits while the buffer is full. Throws EPIPE where nothing can be sent any more, ECONNRESET once. */
  *write(data: Uint8Array): Task<number> {
    const connection = this.#connection;
    for (let sent = 0; sent < data.length; ) {
      const room = yield* this.#room(connection);
      const part = data.subarray(sent, sent + room);
      connection?.sender.write(part);
      sent += part.length;
    }
    return data.length;
  }

  *#room(connection: TcpConnection | undefined): Task<number> {
    for (;;) {
      if (!connection) throw new Errno('EPIPE');
      this.#throwPending(connection);
      if (!isSending(connection.state) || connection.sender.finishing) throw new Errno('EPIPE');
      const room = SEND_BUFFER - connection.sender.buffer.length;
      if (room > 0) return room;
      yield { queues: [connection.changed] };
    }
  }

  *sendto(data: Uint8Array): Task<number> {
    this.#connected();
    return yield* this.write(data);
  }

  *recvfrom(deadline?: number): Task<{ data: Uint8Array; from: SocketAddress } | undefined> {
    const connection = this.#connected();
    const { clock } = this.#host.environment;
    const come = yield* waitUntil(
      () => this.readable,
      [connection.changed],
      () => clock.now,
      deadline,
    );
    if (!come) return undefined;
    return { data: yield* this.read(65_536), from: nameEndpoint(connection.path.remote, this.#family) };
  }

  shutdown(how: 'read' | 'write' | 'both'): void {
    const connection = this.#connection;
    if (!connection || connection.state === 'CLOSE' || connection.state === 'SYN_SENT') throw new Errno('ENOTCONN');
    if (how !== 'read') connection.finish();
    if (how !== 'write') this.#readEnded = true;
    connection.changed.wake();
  }

  stat(): Stat {
    return { type: 'socket', inode: this.#inode, mode: 0o777, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 };
  }

  close(): void {
    if (this.#claim) this.#table.ports.release(this.#claim);
    if (this.#listener) this.#table.unlisten(this.#listener);
    this.#connection?.leave();
    this.changed.wake();
  }
}
