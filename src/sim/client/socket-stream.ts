import type { ByteStream } from '../http/stream.ts';
import type { System } from '../kernel/syscalls.ts';

/** The system calls that a client of the engine makes. */
export type SocketCalls = Pick<System, 'env' | 'socket' | 'connect' | 'read' | 'write' | 'close' | 'shutdown'>;

/** A connected stream socket, as HTTP wants it. */
export const socketStream = (sys: SocketCalls, fd: number): ByteStream => ({
  read: () => sys.read(fd),
  *write(data) {
    yield* sys.write(fd, data);
  },
  close: () => sys.close(fd),
  closeWrite: () => sys.shutdown(fd, 'write'),
});
