import { Reader } from '../../http/reader.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { SocketAddress } from '../../kernel/socket.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { NotSimulated } from '../not-simulated.ts';
import { type HostEntry, lookUpHost, numericAddress } from '../resolver/host.ts';
import { socketStream } from '../socket-stream.ts';
import { CurlFailure } from './failure.ts';
import type { CurlUrl } from './url.ts';

export interface End {
  readonly address: string;
  readonly port: number;
}

/** A connection to a server, which several requests may use. */
export interface Connection {
  readonly fd: number;
  readonly reader: Reader;
  readonly number: number;
  /** Whom it leads to: only requests for the same may use it. */
  readonly key: string;
  readonly local: End | undefined;
  readonly remote: End | undefined;
}

/** Told of what happens, for -v. */
export type Say = (text: string) => Task<void>;

export interface Opening {
  readonly sys: System;
  readonly url: CurlUrl;
  readonly unixSocket: string | undefined;
  /** The only one to be taken. */
  readonly family: 'inet' | 'inet6' | undefined;
  readonly number: number;
  readonly say: Say;
  /** Where to connect instead, for --resolve and --connect-to. */
  readonly steer: (host: string, port: number) => { readonly host: string; readonly port: number };
  /** The name has been looked up. */
  resolved(): void;
}

export const keyOf = (url: CurlUrl, unixSocket: string | undefined): string =>
  `${url.scheme}://${url.host.toLowerCase()}:${url.port} ${unixSocket ?? ''}`;

/** One address after another (lib/connect.c). Throws {@link CurlFailure} 6 and 7. */
export function* openConnection(opening: Opening): Task<Connection> {
  const { sys, unixSocket, say } = opening;
  const start = sys.monotonic();
  const places: SocketAddress[] =
    unixSocket === undefined ? yield* addresses(opening) : [{ family: 'unix', path: unixSocket }];
  opening.resolved();
  for (const place of places) {
    const connection = yield* tryOne(opening, place);
    if (connection !== undefined) return connection;
  }
  const { port } = opening.url;
  const host = bare(opening.url.host);
  const after = Math.floor((sys.monotonic() - start) / 1000);
  const over = unixSocket === undefined ? '' : ` over unix://${unixSocket}`;
  const message = `Failed to connect to ${host}:${port}${over} after ${after} ms: Could not connect to server`;
  yield* say(message);
  throw new CurlFailure(7, message);
}

/** A host without the brackets of an IPv6 address. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** RFC 6761 §6.3: nobody is asked for it (lib/hostip.c, get_localhost). */
const LOCALHOST: HostEntry = {
  name: 'localhost',
  addresses: [
    { family: 'inet6', address: '::1' },
    { family: 'inet', address: '127.0.0.1' },
  ],
};

function* addresses({ sys, url, say, family, steer }: Opening): Task<SocketAddress[]> {
  const { host, port } = steer(url.host, url.port);
  const name = bare(host);
  const local = /(^|\.)localhost$/i.test(name);
  const found = local ? LOCALHOST : yield* lookUpHost(sys, name, family);
  if (typeof found === 'string') {
    yield* say(`Could not resolve host: ${host}`);
    throw new CurlFailure(6, `Could not resolve host: ${host}`);
  }
  if (numericAddress(name) === undefined) {
    const listed = (family: string): string =>
      found.addresses.flatMap((one) => (one.family === family ? one.address : [])).join(', ') || '(none)';
    yield* say(`Host ${host}:${port} was resolved.`);
    yield* say(`IPv6: ${listed('inet6')}`);
    yield* say(`IPv4: ${listed('inet')}`);
  }
  return found.addresses
    .filter((place) => family === undefined || place.family === family)
    .map((place) => ({ ...place, port }));
}

const shown = (place: SocketAddress): string => (place.family === 'unix' ? place.path : place.address);
const portOf = (place: SocketAddress): number => (place.family === 'unix' ? 0 : place.port);
const endOf = (place: SocketAddress): End | undefined => (place.family === 'unix' ? undefined : place);

function* tryOne(opening: Opening, place: SocketAddress): Task<Connection | undefined> {
  const { sys, url, say, number, unixSocket } = opening;
  const address = place.family === 'inet6' ? `[${place.address}]` : shown(place);
  yield* say(`  Trying ${address}:${portOf(place)}...`);
  const fd = sys.socket(place.family, 'stream');
  try {
    if (place.family !== 'unix') sys.setsockopt(fd, { noDelay: true });
    yield* sys.connect(fd, place);
  } catch (error) {
    const from = ownEnd(sys, fd);
    sys.close(fd);
    if (!isErrno(error) || error.code === 'EINTR') throw error;
    yield* say(`connect to ${shown(place)} port ${portOf(place)} from ${from} failed: ${error.message}`);
    return undefined;
  }
  const host = unixSocket ?? url.host;
  yield* say(`Established connection to ${host} (${shown(place)} port ${portOf(place)}) from ${ownEnd(sys, fd)} `);
  if (url.scheme !== 'http') throw new NotSimulated(`curl ${url.scheme}://`);
  const reader = new Reader(socketStream(sys, fd));
  const key = keyOf(url, unixSocket);
  return { fd, reader, number, key, local: endOf(sys.getsockname(fd)), remote: endOf(place) };
}

function ownEnd(sys: System, fd: number): string {
  const end = endOf(sys.getsockname(fd));
  return `${end?.address ?? ''} port ${end?.port ?? 0}`;
}
