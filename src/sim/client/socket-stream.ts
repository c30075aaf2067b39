import type { ByteStream } from '../http/stream.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';

/** The system calls that a client of the engine makes. */
export type SocketCalls = Pick<System, 'env' | 'socket' | 'connect' | 'read' | 'write' | 'close' | 'shutdown'>;

/** A connected stream socket, as HTTP wants it. */
export const socketStream = (sys: SocketCalls, fd: number): ByteStream => ({
  read: () => sys.read(fd),
  write: (data) => write(sys, fd, data),
  close: () => sys.close(fd),
  closeWrite: () => sys.shutdown(fd, 'write'),
});

function* write(sys: SocketCalls, fd: number, data: Uint8Array): Task<void> {
  yield* sys.write(fd, data);
}
