import type { Clock } from '../clock.ts';
import { Errno } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import { resolvePath } from '../fs/path.ts';
import type { Process } from '../process.ts';
import type { Socket, SocketAddress } from '../socket.ts';
import type { System } from '../syscalls.ts';
import type { Task } from '../task.ts';
import { listenerAt, SocketInode, UnixSocket } from '../unix-socket.ts';
import type { Caller } from './caller.ts';

type SocketCalls = Pick<
  System,
  | 'socket'
  | 'bind'
  | 'connect'
  | 'listen'
  | 'accept'
  | 'sendto'
  | 'recvfrom'
  | 'recvmsg'
  | 'setsockopt'
  | 'peerPid'
  | 'packetStatistics'
  | 'getsockname'
  | 'getpeername'
  | 'shutdown'
  | 'poll'
  | 'pollHangup'
>;

const isSocket = (file: OpenFile): file is Socket => 'recvfrom' in file;

function socketOf({ files }: Process, fd: number): Socket {
  const file = files.get(fd);
  if (!isSocket(file)) throw new Errno('ENOTSOCK');
  return file;
}

export function socketCalls({ machine: { clock }, process }: Caller): SocketCalls {
  const { files } = process;
  const family = () =>
    process.namespaces.net.socketFamily({ raw: process.capabilities.has('CAP_NET_RAW'), gid: process.gid });
  const socket = (fd: number): Socket => socketOf(process, fd);
  const deadline = (timeout?: number) =>
    timeout === undefined ? undefined : clock.now + Math.max(0, Math.round(timeout));
  return {
    socket(domain, type, protocol = 0) {
      if (domain === 'unix') return files.add(new UnixSocket(type, process.pid));
      return files.add(family().socket(domain, type, protocol));
    },
    bind(fd, address) {
      const bound = socket(fd);
      bound.bind(address);
      if (bound instanceof UnixSocket && address.family === 'unix') placeInTree(process, address.path, bound);
    },
    connect: (fd, address) => connect(process, fd, address),
    listen: (fd, backlog = 128) => socket(fd).listen(backlog),
    accept: (fd) => accept(process, fd),
    sendto: (fd, data, address) => socket(fd).sendto(data, address),
    recvfrom: (fd, timeout) => socket(fd).recvfrom(deadline(timeout)),
    recvmsg(fd, timeout) {
      const from = socket(fd);
      if (from.recvmsg === undefined) throw new Errno('EOPNOTSUPP');
      return from.recvmsg(deadline(timeout));
    },
    setsockopt: (fd, options) => socket(fd).setOptions(options),
    peerPid: (fd) => socket(fd).peerPid,
    packetStatistics(fd) {
      const { packetStatistics } = socket(fd);
      if (packetStatistics === undefined) throw new Errno('EINVAL');
      return packetStatistics;
    },
    getsockname: (fd) => socket(fd).local,
    getpeername(fd) {
      const { peer } = socket(fd);
      if (peer === undefined) throw new Errno('ENOTCONN');
      return peer;
    },
    shutdown: (fd, how) => socket(fd).shutdown(how),
    poll: (fds, timeout) => poll(process, fds, clock, deadline(timeout)),
    pollHangup: (fd, both) => pollHangup(process, fd, both),
  };
}

function* connect(process: Process, fd: number, address: SocketAddress): Task<void> {
  const from = socketOf(process, fd);
  if (!(from instanceof UnixSocket) || address.family !== 'unix') return yield* from.connect(address);
  from.connectTo(listenerAt(process.namespaces.root, process.cwd, address.path));
}

function* accept(process: Process, fd: number): Task<{ fd: number; peer: SocketAddress }> {
  const accepted = yield* socketOf(process, fd).accept();
  return { fd: process.files.add(accepted), peer: accepted.peer ?? { family: 'unix', path: '' } };
}

function* pollHangup(process: Process, fd: number, both: boolean): Task<void> {
  const polled = socketOf(process, fd);
  if (!(polled instanceof UnixSocket)) throw new Errno('EOPNOTSUPP');
  while (!polled.hungUp(both)) yield { queues: [polled.changed] };
}

function* poll(process: Process, fds: readonly number[], clock: Clock, deadline?: number): Task<readonly number[]> {
  const watched = fds.map((fd) => ({ fd, file: process.files.get(fd) }));
  const queues = watched.map(({ file }) => file.changed);
  for (;;) {
    const ready = watched.filter(({ file }) => file.readable).map(({ fd }) => fd);
    if (ready.length > 0 || (deadline !== undefined && clock.now >= deadline)) return ready;
    yield deadline === undefined ? { queues } : { queues, deadline };
  }
}

function placeInTree(process: Process, path: string, socket: UnixSocket): void {
  const { parent, name, inode } = resolvePath(process.namespaces.root, process.cwd, path, { pid: 0 });
  if (inode !== undefined) throw new Errno('EADDRINUSE');
  parent.link(name, new SocketInode(socket));
}
