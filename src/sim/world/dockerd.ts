import type { Backend } from '../api/backend.ts';
import { ApiServer } from '../api/server.ts';
import { socketStream } from '../client/socket-stream.ts';
import type { Program } from '../kernel/syscalls.ts';
import type { Attachments } from './attachments.ts';

const SOCKET = '/var/run/docker.sock';

/** The daemon's process: listens on the Unix socket, and serves the Engine API to whoever connects. */
export const dockerd = (backend: Backend, attachments: Attachments): Program =>
  function* (sys) {
    sys.signal('SIGPIPE', 'ignore');
    const listener = sys.socket('unix', 'stream');
    sys.bind(listener, { family: 'unix', path: SOCKET });
    sys.listen(listener);
    const server = new ApiServer(attachments.noting(backend));
    for (;;) {
      const { fd } = yield* sys.accept(listener);
      sys.thread(() =>
        server.serve({
          ...socketStream(sys, fd),
          hangup: (both) => sys.pollHangup(fd, both),
          peer: sys.peerPid(fd) || undefined,
        }),
      );
    }
  };
