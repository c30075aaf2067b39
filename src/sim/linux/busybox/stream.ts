import { isErrno } from '../../kernel/errno.ts';
import type { SocketAddress } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { Failure } from '../call.ts';
import { lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';

const HIGHEST = 65_535;

type InetAddress = Exclude<SocketAddress, { family: 'unix' }>;

/** libbb's bb_lookup_port, for numbers: the images have no /etc/services. */
export function portNumber(text: string | undefined, otherwise = 0): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text) || Number(text) > HIGHEST) throw new Failure(`bad port '${text}'`);
  return Number(text);
}

/** xhost2sockaddr: the first address of `host`, or of `host:port`; of IPv6 `address` or `[address]:port`. */
export function* resolve(sys: System, text: string, port: number): Task<InetAddress> {
  const parts = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? /^([^:]*):([^:]*)$/.exec(text);
  const [host = '', spec] = parts ? parts.slice(1) : [text];
  if (spec !== undefined && (!/^\d+$/.test(spec) || Number(spec) > HIGHEST))
    throw new Failure(`bad port spec '${text}'`);
  const found = yield* lookUpHost(sys, host);
  const [first] = typeof found === 'string' ? [] : found.addresses;
  if (!first) throw new Failure(`bad address '${text}'`);
  return { ...first, port: spec === undefined ? port : Number(spec) };
}

/** What libbb says of a connection that fails: with the address of IPv4 only. */
export const connectFailure = ({ family, address }: { family: string; address: string }): string =>
  `can't connect to remote host${family === 'inet' ? ` (${address})` : ''}`;

/** xconnect_stream: a socket that is connected to `to`. */
export function* connectStream(sys: System, to: InetAddress): Task<number> {
  const fd = sys.socket(to.family, 'stream');
  try {
    yield* sys.connect(fd, to);
    return fd;
  } catch (error) {
    if (!isErrno(error) || error.code === 'EINTR') throw error;
    throw new Failure(`${connectFailure(to)}: ${error.message}`);
  }
}

/** create_and_bind_stream_or_die, and listen: on all addresses of both families where none is given. */
export function* listenStream(sys: System, host: string | undefined, port: number, backlog: number): Task<number> {
  const at = host === undefined ? ({ family: 'inet6', address: '::', port } as const) : yield* resolve(sys, host, port);
  const fd = sys.socket(at.family, 'stream');
  sys.setsockopt(fd, { reuseAddress: true });
  orDie('bind', () => sys.bind(fd, at));
  orDie('listen', () => sys.listen(fd, backlog));
  return fd;
}
