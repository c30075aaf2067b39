import { httpDate } from '../../http/date.ts';
import { HeaderMap } from '../../http/header-map.ts';
import { HttpError } from '../../http/http-error.ts';
import { encodeResponseHead, type RequestHead, readRequestHead } from '../../http/message.ts';
import { Reader } from '../../http/reader.ts';
import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import { type Answer, answerFor, errorAnswer } from './answer.ts';
import type { Server } from './configuration.ts';
import { errorPrefix, LogFiles, localTime } from './log.ts';
import { reasonOf, VERSION } from './page.ts';

const KEEP_ALIVE = 75 * SECOND;
const BUFFER = 65_536;

/** A listening socket, and the servers behind its address. */
export interface Listening {
  /** `ADDRESS:PORT`. */
  readonly place: string;
  readonly fd: number;
  readonly servers: readonly Server[];
}

interface Client {
  readonly fd: number;
  readonly address: string;
  /** The number of the connection, as the error log counts. */
  readonly number: number;
  readonly servers: readonly Server[];
}

interface Asked {
  /** As it stood on the wire. */
  readonly line: string;
  /** Undefined where it was no request. */
  readonly head: RequestHead | undefined;
}

/** What an answer, and then the end of a connection, take it, µs: longer than a packet on its way here, as on a real machine. */
const WORK = 100;
const LINGER = 150;

/** nginx's worker process: takes connections in and answers them, until it is told to end. */
export class Worker {
  readonly #sys: System;
  readonly #logs: LogFiles;
  #connections = 0;
  #active = 0;
  #ending: 'quick' | 'graceful' | undefined;

  constructor(sys: System) {
    this.#sys = sys;
    this.#logs = new LogFiles(sys);
    sys.setTitle('nginx: worker process');
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      sys.signal(signal, () => {
        this.#ending = 'quick';
      });
    sys.signal('SIGQUIT', () => {
      this.#ending ??= 'graceful';
    });
    for (const signal of ['SIGHUP', 'SIGPIPE', 'SIGWINCH'] as const) sys.signal(signal, 'ignore');
  }

  *run(listening: readonly Listening[]): Task<number> {
    while (this.#ending === undefined) {
      try {
        for (const fd of yield* this.#sys.poll(listening.map((socket) => socket.fd)))
          yield* this.#take(listening.find((socket) => socket.fd === fd) as Listening);
      } catch (error) {
        if (!isErrno(error, 'EINTR')) throw error;
      }
    }
    for (const { fd } of listening) this.#sys.close(fd);
    while (this.#ending === 'graceful' && this.#active > 0) yield* this.#pause();
    return 0;
  }

  *#pause(): Task<void> {
    try {
      yield* this.#sys.sleep(SECOND / 100);
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }

  *#take({ fd: listener, servers }: Listening): Task<void> {
    const { fd, peer } = yield* this.#sys.accept(listener);
    const address = peer.family === 'unix' ? 'unix:' : peer.address;
    this.#sys.setsockopt(fd, { noDelay: true });
    const client = { fd, address, number: ++this.#connections, servers };
    this.#sys.thread(() => this.#serve(client));
  }

  *#serve(client: Client): Task<void> {
    const reader = new Reader({ read: () => this.#read(client.fd) });
    try {
      while (yield* this.#one(client, reader));
    } catch (error) {
      // The client is gone, or was silent for too long.
      if (!isErrno(error)) throw error;
    } finally {
      this.#sys.close(client.fd);
    }
  }

  /** The next bytes of a connection; its end too where nothing comes for too long, or the worker is to end. */
  *#read(fd: number): Task<Uint8Array> {
    const sys = this.#sys;
    for (let deadline = sys.monotonic() + KEEP_ALIVE; ; ) {
      try {
        const ready = yield* sys.poll([fd], deadline - sys.monotonic());
        return ready.length === 0 ? new Uint8Array(0) : yield* sys.read(fd, BUFFER);
      } catch (error) {
        if (!isErrno(error, 'EINTR')) throw error;
        if (this.#ending !== undefined) return new Uint8Array(0);
      }
    }
  }

  /** One request and its answer; may another follow? */
  *#one(client: Client, reader: Reader): Task<boolean> {
    const asked = yield* this.#ask(reader);
    if (asked === undefined) return false;
    this.#active++;
    try {
      const { head } = asked;
      const server = serverFor(client.servers, head?.headers.get('Host'));
      const answer = head ? yield* answerFor(this.#sys, server, head) : errorAnswer(400);
      const keep = head !== undefined && answer.status !== 400 && keepsAlive(head) && this.#ending === undefined;
      yield* this.#log(client, server, asked, answer);
      yield* this.#sys.sleep(WORK);
      yield* this.#sys.write(client.fd, encode(this.#sys, answer, head, keep));
      if (!keep) yield* this.#sys.sleep(LINGER);
      return keep;
    } finally {
      this.#active--;
    }
  }

  *#ask(reader: Reader): Task<Asked | undefined> {
    const noted = new NotedLines(reader);
    try {
      const head = yield* readRequestHead(noted);
      if (head === undefined) return undefined;
      const line = noted.first;
      const hosts = head.headers.all('Host').length;
      if (hosts > 1 || (hosts === 0 && head.minor > 0)) return { line, head: undefined };
      const length = Number(head.headers.get('Content-Length') ?? 0);
      for (let left = length; left > 0; ) {
        const { length: got } = yield* reader.read(left);
        if (got === 0) break;
        left -= got;
      }
      return { line, head };
    } catch (error) {
      if (error instanceof HttpError) return { line: noted.first, head: undefined };
      throw error;
    }
  }

  /** The access log in the « combined » format, and what went wrong in the error log before it. */
  *#log(client: Client, server: Server, { line, head }: Asked, { status, body, error }: Answer): Task<void> {
    const { headers } = head ?? { headers: new HeaderMap() };
    if (error !== undefined) {
      const host = headers.get('Host');
      const about = `client: ${client.address}, server: ${server.names[0]}, request: "${line}"`;
      const text = `${errorPrefix(this.#sys, 'error')}*${client.number} ${error}, ${about}`;
      yield* this.#logs.write(server.errorLog, host === undefined ? text : `${text}, host: "${host}"`);
    }
    if (server.accessLog === undefined) return;
    const sent = head?.method === 'HEAD' ? 0 : body.length;
    const shown = (value: string | undefined): string => value || '-';
    const words = [client.address, '-', shown(userOf(headers)), `[${localTime(this.#sys.realtime())}]`];
    words.push(`"${line}"`, `${status}`, `${sent}`);
    words.push(`"${shown(headers.get('Referer'))}"`, `"${shown(headers.get('User-Agent'))}"`);
    yield* this.#logs.write(server.accessLog, words.join(' '));
  }
}

/** A reader that remembers the first line that was taken from it. */
class NotedLines extends Reader {
  readonly #reader: Reader;
  first = '';

  constructor(reader: Reader) {
    super(reader);
    this.#reader = reader;
  }

  override *readLine(limit: number): Task<string | undefined> {
    const line = yield* this.#reader.readLine(limit);
    if (this.first === '') this.first = line ?? '';
    return line;
  }
}

function userOf(headers: HeaderMap): string | undefined {
  const match = /^Basic ([\w+/=]+)$/i.exec(headers.get('Authorization') ?? '');
  try {
    return match?.[1] && atob(match[1]).split(':')[0];
  } catch {
    return undefined;
  }
}

/** The server of the name that is asked for; the first one where no name fits. */
function serverFor(servers: readonly Server[], host: string | undefined): Server {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  return servers.find(({ names }) => name !== undefined && names.includes(name)) ?? (servers[0] as Server);
}

function keepsAlive({ headers, minor }: RequestHead): boolean {
  return minor > 0 ? !headers.hasToken('Connection', 'close') : headers.hasToken('Connection', 'keep-alive');
}

/** Head and body in one piece, the fields in nginx's order (ngx_http_header_filter_module.c). */
function encode(sys: System, answer: Answer, head: RequestHead | undefined, keep: boolean): Uint8Array {
  const { status, type, body, before = [], behind = [] } = answer;
  const empty = status === 304 || status === 204;
  const headers = new HeaderMap([
    ['Server', VERSION],
    ['Date', httpDate(sys.realtime())],
    ...(empty ? [] : [['Content-Type', type] as const, ['Content-Length', `${body.length}`] as const]),
    ...before,
    ['Connection', keep ? 'keep-alive' : 'close'],
    ...behind,
  ]);
  const start = encodeResponseHead({ status, reason: reasonOf(status), minor: 1, headers });
  return head?.method === 'HEAD' || empty ? start : concatBytes(start, body);
}
