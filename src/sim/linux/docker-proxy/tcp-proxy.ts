import { isErrno } from '../../kernel/errno.ts';
import type { SocketAddress } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';

/** Takes connections in on `listener`, and relays each to `backend`. */
export function* tcpProxy(sys: System, listener: number, backend: SocketAddress): Task<never> {
  for (;;) {
    const { fd } = yield* sys.accept(listener);
    sys.thread(() => relay(sys, fd, backend));
  }
}

function* relay(sys: System, client: number, backend: SocketAddress): Task<void> {
  const server = sys.socket(backend.family, 'stream');
  try {
    yield* sys.connect(server, backend);
  } catch (error) {
    if (!isErrno(error)) throw error;
    sys.close(server);
    sys.close(client);
    return;
  }
  let open = 2;
  const broker = function* (to: number, from: number): Task<void> {
    yield* copy(sys, to, from);
    if (--open > 0) return;
    sys.close(client);
    sys.close(server);
  };
  sys.thread(() => broker(client, server));
  yield* broker(server, client);
}

/** All that comes, up to the end or the first failure of either side; the end is handed on. */
function* copy(sys: System, to: number, from: number): Task<void> {
  try {
    for (;;) {
      const data = yield* sys.read(from);
      if (data.length === 0) break;
      yield* sys.write(to, data);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  shutdown(sys, from, 'read');
  shutdown(sys, to, 'write');
}

/** A side that is gone already needs none. */
function shutdown(sys: System, fd: number, how: 'read' | 'write'): void {
  try {
    sys.shutdown(fd, how);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
