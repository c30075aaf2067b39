import { isErrno } from '../../kernel/errno.ts';
import type { SocketAddress } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';

/** How long a client's socket is kept without traffic (DefaultConnTrackTimeout). */
const IDLE = 90_000_000;

interface Client {
  /** The socket towards the container. */
  readonly fd: number;
  lastWrite: number;
}

const keyOf = (address: SocketAddress): string =>
  address.family === 'unix' ? address.path : `${address.address} ${address.port}`;

/** Hands datagrams on to `backend`, each client's from a socket of its own, and the answers back. */
export function* udpProxy(sys: System, listener: number, backend: SocketAddress): Task<never> {
  const clients = new Map<string, Client>();
  for (;;) {
    const datagram = yield* sys.recvfrom(listener);
    if (datagram === undefined) continue;
    const { data, from } = datagram;
    const client = clients.get(keyOf(from)) ?? (yield* connect(sys, backend));
    if (!clients.has(keyOf(from))) {
      clients.set(keyOf(from), client);
      sys.thread(() => answer(sys, listener, client, from, () => clients.delete(keyOf(from))));
    }
    yield* despite(sys.sendto(client.fd, data));
    client.lastWrite = sys.monotonic();
  }
}

function* connect(sys: System, backend: SocketAddress): Task<Client> {
  const fd = sys.socket(backend.family, 'dgram');
  yield* sys.connect(fd, backend);
  return { fd, lastWrite: sys.monotonic() };
}

/** A refusal is an answer to an earlier datagram: there may be others. */
function* despite<T>(task: Task<T>): Task<T | 'failed'> {
  try {
    return yield* task;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return 'failed';
  }
}

function* answer(sys: System, listener: number, client: Client, to: SocketAddress, forget: () => void): Task<void> {
  for (;;) {
    const reply = yield* despite(sys.recvfrom(client.fd, IDLE));
    if (reply === 'failed') continue;
    if (reply !== undefined) yield* despite(sys.sendto(listener, reply.data, to));
    else if (sys.monotonic() - client.lastWrite >= IDLE) break;
  }
  forget();
  sys.close(client.fd);
}
