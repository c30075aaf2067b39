import type { ByteStream } from '../http/stream.ts';
import type { System } from '../kernel/syscalls.ts';

/** A connected stream socket, as HTTP wants it. */
export const socketStream = (sys: System, fd: number): ByteStream => ({
  read: () => sys.read(fd),
  *write(data) {
    yield* sys.write(fd, data);
  },
  close: () => sys.close(fd),
  closeWrite: () => sys.shutdown(fd, 'write'),
});
