import { Errno } from './errno.ts';
import { type Directory, Inode } from './fs/inode.ts';
import { resolvePath } from './fs/path.ts';
import { ByteQueue } from './pipe.ts';
import type { Socket, SocketAddress, SocketType } from './socket.ts';
import type { Stat } from './syscalls.ts';
import { type Task, WaitQueue } from './task.ts';

/** The file that a bound Unix socket is found by. */
export class SocketInode extends Inode {
  readonly type = 'socket';
  readonly size = 0;
  readonly socket: UnixSocket;

  constructor(socket: UnixSocket) {
    super(0o660);
    this.socket = socket;
  }
}

/** A stream socket of unix(7): a listener with those who wait to be accepted, or one end of a connection. */
export class UnixSocket implements Socket {
  readonly #changed = new WaitQueue();
  readonly #owner: number;
  #local: SocketAddress = { family: 'unix', path: '' };
  #waiting: UnixSocket[] | undefined;
  #input: ByteQueue | undefined;
  #output: ByteQueue | undefined;
  #peerPid: number | undefined;
  #closed = false;

  /** @param owner the host's pid of the process that makes it, for SO_PEERCRED */
  constructor(type: SocketType, owner: number) {
    if (type !== 'stream') throw new Errno('ESOCKTNOSUPPORT');
    this.#owner = owner;
  }

  get local(): SocketAddress {
    return this.#local;
  }

  get peer(): SocketAddress | undefined {
    return this.#output && { family: 'unix', path: '' };
  }

  get peerPid(): number | undefined {
    return this.#peerPid;
  }

  get readable(): boolean {
    return this.#waiting ? this.#waiting.length > 0 : (this.#input?.readable ?? true);
  }

  /** Does the peer send no more, or with `both` has it closed the connection? */
  hungUp(both: boolean): boolean {
    return (this.#input?.ended ?? false) && (!both || (this.#output?.abandoned ?? false));
  }

  get changed(): WaitQueue {
    return this.#input?.changed ?? this.#changed;
  }

  bind(address: SocketAddress): void {
    if (address.family !== 'unix') throw new Errno('EINVAL');
    this.#local = address;
  }

  listen(): void {
    this.#waiting ??= [];
  }

  /** Connects to a listening socket: both ends are there at once, before it is accepted. */
  connectTo(listener: UnixSocket): void {
    if (this.#output !== undefined) throw new Errno('EISCONN');
    if (listener.#waiting === undefined || listener.#closed) throw new Errno('ECONNREFUSED');
    const server = new UnixSocket('stream', listener.#owner);
    const there = new ByteQueue();
    const back = new ByteQueue();
    this.#join(back, there, listener.#owner);
    server.#join(there, back, this.#owner);
    server.#local = listener.#local;
    listener.#waiting.push(server);
    listener.#changed.wake();
  }

  *connect(): Task<void> {
    throw new Errno('EINVAL');
  }

  *accept(): Task<Socket> {
    if (this.#waiting === undefined) throw new Errno('EINVAL');
    while (this.#waiting.length === 0) yield { queues: [this.#changed] };
    return this.#waiting.shift() as UnixSocket;
  }

  *read(count: number): Task<Uint8Array> {
    if (this.#input === undefined) throw new Errno('ENOTCONN');
    return yield* this.#input.read(count);
  }

  *write(data: Uint8Array): Task<number> {
    if (this.#output === undefined) throw new Errno('ENOTCONN');
    return yield* this.#output.write(data);
  }

  *sendto(data: Uint8Array): Task<number> {
    return yield* this.write(data);
  }

  *recvfrom(): Task<{ data: Uint8Array; from: SocketAddress }> {
    return { data: yield* this.read(65_536), from: { family: 'unix', path: '' } };
  }

  setOptions(): void {}

  shutdown(how: 'read' | 'write' | 'both'): void {
    if (this.#output === undefined) throw new Errno('ENOTCONN');
    if (how !== 'read') this.#output.end();
    if (how !== 'write') this.#input?.abandon();
  }

  stat(): Stat {
    return { type: 'socket', inode: 0, mode: 0o777, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 };
  }

  close(): void {
    this.#closed = true;
    this.#output?.end();
    this.#input?.abandon();
    for (const waiting of this.#waiting ?? []) waiting.close();
  }

  #join(input: ByteQueue, output: ByteQueue, peerPid: number): void {
    this.#input = input;
    this.#output = output;
    this.#peerPid = peerPid;
  }
}

/** The socket that a path leads to. Throws `ENOENT`, and `ECONNREFUSED` where it is of something else. */
export function listenerAt(root: Directory, cwd: string, path: string): UnixSocket {
  const { inode } = resolvePath(root, cwd, path, { pid: 0 });
  if (inode === undefined) throw new Errno('ENOENT');
  if (!(inode instanceof SocketInode)) throw new Errno('ECONNREFUSED');
  return inode.socket;
}
