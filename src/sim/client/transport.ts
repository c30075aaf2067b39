import type { ErrorResponse, Ping } from '../api/types/system.ts';
import { Connection, type Request, type Response } from '../http/client.ts';
import { HttpError } from '../http/http-error.ts';
import { readAll } from '../http/reader.ts';
import type { ByteSource } from '../http/stream.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Task } from '../kernel/task.ts';
import { AttachedStream } from './attached-stream.ts';
import { parseHost } from './endpoint.ts';
import { ConnectionFailedError, connectionFailed, DaemonError } from './errors.ts';
import { type SocketCalls, socketStream } from './socket-stream.ts';
import { apiTarget, type Query } from './target.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The newest API version that this client speaks. */
const DEFAULT_VERSION = '1.51';
/** What an engine too old to name its version is taken for. */
const OLDEST_VERSION = '1.24';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface Call {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as it is, a tar. */
  readonly archive?: Uint8Array;
}

/** A body that is read while it comes; `close` when done with it. */
export interface OpenBody extends ByteSource {
  /** The socket, for `poll`. */
  readonly fd: number;
  readonly mediaType: string;
  header(name: string): string | undefined;
  close(): void;
}

/** A connection to the engine. */
interface Line {
  readonly fd: number;
  readonly connection: Connection;
}

interface Exchange {
  readonly line: Line;
  readonly target: string;
  readonly response: Response;
}

const olderVersion = (a: string, b: string): string => {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB) ? a : b;
};

/** One engine, by connections that are used again as Go's net/http does; what docker/client's `Client` is below its typed methods. */
export class Transport {
  readonly #sys: SocketCalls;
  readonly #endpoint: ReturnType<typeof parseHost>;
  #version: string;
  #negotiated: boolean;
  /** Those that wait for another request. */
  readonly #idle: Line[] = [];

  /** @param host as DOCKER_HOST, which it defaults to. Throws an Error where it cannot be parsed. */
  constructor(sys: SocketCalls, host = sys.env.get('DOCKER_HOST') ?? '') {
    this.#sys = sys;
    this.#endpoint = parseHost(host);
    const version = (sys.env.get('DOCKER_API_VERSION') ?? '').replace(/^v/, '');
    this.#version = version || DEFAULT_VERSION;
    this.#negotiated = version !== '';
  }

  /** As `unix:///var/run/docker.sock`. */
  get daemonHost(): string {
    return this.#endpoint.host;
  }

  /** The API version spoken; settled by the first call. */
  get clientVersion(): string {
    return this.#version;
  }

  /** `HEAD /_ping`, without a version in its path. */
  *ping(): Task<Ping> {
    const { line, response } = yield* this.#exchange('HEAD', '/_ping', {});
    this.#release(line);
    const { headers } = response;
    return {
      apiVersion: headers.get('Api-Version') ?? '',
      osType: headers.get('Ostype') ?? '',
      experimental: headers.get('Docker-Experimental') === 'true',
      swarm: headers.get('Swarm') ?? '',
    };
  }

  /** Agrees on the older of both sides' API versions, once, unless DOCKER_API_VERSION says which. */
  *negotiate(): Task<void> {
    if (this.#negotiated) return;
    const { apiVersion } = yield* this.ping();
    this.#version = olderVersion(this.#version, apiVersion || OLDEST_VERSION);
    this.#negotiated = true;
  }

  /** Sends a request and gives the body of its answer, whole. Throws {@link DaemonError}, {@link ConnectionFailedError}. */
  *bytes(method: Method, path: string, call: Call = {}): Task<Uint8Array> {
    const body = yield* this.open(method, path, call);
    try {
      return yield* readAll(body);
    } finally {
      body.close();
    }
  }

  /** The answer's JSON. `T` is what the API says it is; nothing checks it. */
  *json<T>(method: Method, path: string, call: Call = {}): Task<T> {
    return JSON.parse(decoder.decode(yield* this.bytes(method, path, call))) as T;
  }

  /** Like `bytes`, but returns once the answer's head is there. */
  *open(method: Method, path: string, call: Call = {}): Task<OpenBody> {
    yield* this.negotiate();
    const exchange = yield* this.#exchange(method, apiTarget(this.#version, path, call.query), call);
    yield* this.#check(exchange);
    const { line, response } = exchange;
    return {
      fd: line.fd,
      mediaType: response.headers.get('Content-Type') ?? '',
      header: (name) => response.headers.get(name),
      read: () => response.body.read(),
      close: () => this.#release(line),
    };
  }

  /** A POST after which the connection belongs to the caller (docker/client's `postHijacked`). */
  *hijack(path: string, call: Call = {}): Task<AttachedStream> {
    yield* this.negotiate();
    const exchange = yield* this.#exchange('POST', apiTarget(this.#version, path, call.query), call, [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'tcp'],
    ]);
    const { line, response } = exchange;
    if (response.upgraded !== undefined) {
      return new AttachedStream(line.fd, response.headers.get('Content-Type') ?? '', response.upgraded);
    }
    this.#sys.close(line.fd);
    throw new Error(`unable to upgrade to tcp, received ${response.status}`);
  }

  /** Keeps a connection whose answer has been read to its end; closes any other. */
  #release(line: Line): void {
    if (line.connection.idle) this.#idle.push(line);
    else this.#sys.close(line.fd);
  }

  *#dial(): Task<Line> {
    const { address, host } = this.#endpoint;
    const fd = this.#sys.socket(address.family, 'stream');
    try {
      yield* this.#sys.connect(fd, address);
      return { fd, connection: new Connection(socketStream(this.#sys, fd)) };
    } catch (error) {
      this.#sys.close(fd);
      if (isErrno(error, 'EACCES')) {
        throw new ConnectionFailedError(
          `permission denied while trying to connect to the Docker daemon socket at ${host}`,
        );
      }
      throw isErrno(error) && error.code !== 'EINTR' ? connectionFailed(host) : error;
    }
  }

  *#exchange(
    method: Method,
    target: string,
    { body, archive }: Call,
    upgrade: readonly (readonly [string, string])[] = [],
  ): Task<Exchange> {
    const { address } = this.#endpoint;
    const host = address.family === 'unix' ? 'api.moby.localhost' : `${address.address}:${address.port}`;
    const headers: (readonly [string, string])[] = [
      ['Host', host],
      ['User-Agent', 'Docker-Client/28.5.2 (linux)'],
      ...upgrade,
    ];
    if (body !== undefined) headers.push(['Content-Type', 'application/json']);
    if (archive !== undefined) headers.push(['Content-Type', 'application/x-tar']);
    const payload = body !== undefined ? JSON.stringify(body) : method === 'POST' ? '' : undefined;
    const encoded = archive ?? (payload === undefined ? undefined : encoder.encode(payload));
    return yield* this.#send({ method, target, headers, body: encoded }, upgrade.length === 0);
  }

  /** @param again may a connection be used that has been used before? */
  *#send(request: Request, again: boolean): Task<Exchange> {
    const used = again ? this.#idle.pop() : undefined;
    const line = used ?? (yield* this.#dial());
    try {
      const response = yield* line.connection.request(request);
      return { line, target: request.target, response };
    } catch (error) {
      this.#sys.close(line.fd);
      // As net/http: the server may have closed a connection that waited.
      if (used !== undefined && !isErrno(error, 'EINTR')) return yield* this.#send(request, again);
      if (error instanceof HttpError)
        throw new ConnectionFailedError(`error during connect: ${error.detail ?? error.message}`);
      throw error;
    }
  }

  /** Throws what docker/client's `checkResponseErr` makes of an answer that is not a success. */
  *#check({ line, target, response }: Exchange): Task<void> {
    const { status, reason, headers, body } = response;
    if (status >= 101 && status < 400) return;
    const text = decoder.decode(yield* readAll(body)).trim();
    this.#release(line);
    if (text === '') {
      const url = `http://${this.#endpoint.address.family === 'unix' ? '%2Fvar%2Frun%2Fdocker.sock' : 'localhost'}${target}`;
      throw new DaemonError(
        status,
        `request returned ${status} ${reason} for API route and version ${url}, check if the server supports the requested API version`,
      );
    }
    const message =
      headers.get('Content-Type') === 'application/json' ? (JSON.parse(text) as ErrorResponse).message.trim() : text;
    throw new DaemonError(
      status,
      `Error response from daemon: ${message || `API returned a ${status} (${reason}) but provided no error-message`}`,
    );
  }
}
