import { SECOND, type Timer } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { Socket } from '../../kernel/socket.ts';
import type { Task } from '../../kernel/task.ts';
import { viewOf } from '../../kernel/wire/bytes.ts';
import { type DnsMessage, emitDns, parseDns } from '../../kernel/wire/dns.ts';

export const DNS_PORT = 53;

/** extIOTimeout */
const PATIENCE = 4 * SECOND;

/** A name server that the engine hands questions on to. */
export interface ExternalServer {
  readonly address: string;
  /** From the host's resolv.conf, and asked from the host's namespace; else one of `--dns`, asked from the container's. */
  readonly onHost: boolean;
}

export type Transport = 'udp' | 'tcp';

/** The engine's own sockets in a namespace. */
export const openSocket = (namespace: NetNamespace, transport: Transport, domain: 'inet' | 'inet6' = 'inet'): Socket =>
  namespace.socketFamily({ raw: true, gid: 0 }).socket(domain, transport === 'udp' ? 'dgram' : 'stream', 0);

/** Asks a server, 4 s long at most; undefined where it does not answer (Resolver.exchange). */
export function* exchange(
  namespace: NetNamespace,
  server: string,
  transport: Transport,
  query: DnsMessage,
): Task<DnsMessage | undefined> {
  const { clock } = namespace.environment;
  const family = server.includes(':') ? 'inet6' : 'inet';
  const socket = openSocket(namespace, transport, family);
  let timer: Timer | undefined;
  try {
    // Over TCP a handshake may take longer than patience lasts.
    if (transport === 'tcp') timer = clock.after(PATIENCE, () => socket.close());
    yield* socket.connect({ family, address: server, port: DNS_PORT });
    if (transport === 'tcp') return yield* exchangeOverStream(socket, query);
    yield* socket.sendto(emitDns(query, false));
    return yield* awaitReply(socket, query.id, clock.now + PATIENCE);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  } finally {
    timer?.cancel();
    socket.close();
  }
}

function* awaitReply(socket: Socket, id: number, deadline: number): Task<DnsMessage | undefined> {
  for (;;) {
    const got = yield* socket.recvfrom(deadline);
    const reply = got && parseDns(got.data);
    if (reply === undefined || (reply.response && reply.id === id)) return reply;
  }
}

function* exchangeOverStream(socket: Socket, query: DnsMessage): Task<DnsMessage | undefined> {
  yield* writeFramed(socket, emitDns(query, false));
  const bytes = yield* readFramed(socket);
  return bytes && parseDns(bytes);
}

/** A message over TCP, its length before it (RFC 1035 §4.2.2). */
export function* writeFramed(socket: Socket, message: Uint8Array): Task<void> {
  const framed = new Uint8Array(2 + message.length);
  viewOf(framed).setUint16(0, message.length);
  framed.set(message, 2);
  yield* socket.write(framed);
}

/** The next message over TCP; undefined at the end of the stream. */
export function* readFramed(socket: Socket): Task<Uint8Array | undefined> {
  const head = yield* readExactly(socket, 2);
  return head && (yield* readExactly(socket, viewOf(head).getUint16(0)));
}

function* readExactly(socket: Socket, length: number): Task<Uint8Array | undefined> {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length; ) {
    const piece = yield* socket.read(length - have);
    if (piece.length === 0) return undefined;
    bytes.set(piece, have);
    have += piece.length;
  }
  return bytes;
}
