import { httpDate } from '../http/date.ts';
import { HeaderMap } from '../http/header-map.ts';
import { HttpError } from '../http/http-error.ts';
import { encodeResponseHead, type RequestHead, readRequestHead } from '../http/message.ts';
import { Reader } from '../http/reader.ts';
import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { readAll } from './read-file.ts';
import { socketStream } from './socket-stream.ts';

const SERVER = 'SimpleHTTP/0.6 Python/3.11.7';
const BACKLOG = 5;
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', txt: 'text/plain', css: 'text/css' };

/** What `python3 -m http.server` is told. */
interface Place {
  readonly address: string;
  readonly port: number;
  readonly directory: string;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** DEFAULT_ERROR_MESSAGE of Python's http.server. */
function errorAnswer(status: number, reason: string, explanation: string): Answer {
  const page = `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${status}</p>
        <p>Message: ${reason}.</p>
        <p>Error code explanation: ${status} - ${explanation}.</p>
    </body>
</html>
`;
  const body = new TextEncoder().encode(page);
  const fields = [
    ['Connection', 'close'],
    ['Content-Type', 'text/html;charset=utf-8'],
    ['Content-Length', `${body.length}`],
  ] as const;
  return { status, reason, fields, body };
}

const NOT_FOUND = errorAnswer(404, 'File not found', 'Nothing matches the given URI');

function* fileAnswer(sys: System, directory: string, target: string): Task<Answer> {
  const parts = (target.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '' && part !== '..');
  const path = [directory, ...parts].join('/');
  try {
    const place = sys.stat(path).type === 'directory' ? `${path}/index.html` : path;
    const { mtime, size } = sys.stat(place);
    const fd = sys.open(place);
    const body = yield* readAll(sys, fd);
    sys.close(fd);
    const fields = [
      ['Content-type', TYPES[/\.(\w+)$/.exec(place)?.[1] ?? ''] ?? 'application/octet-stream'],
      ['Content-Length', `${size}`],
      ['Last-Modified', httpDate(mtime)],
    ] as const;
    return { status: 200, reason: 'OK', fields, body };
  } catch (error) {
    if (isErrno(error)) return NOT_FOUND;
    throw error;
  }
}

function* answerTo(sys: System, directory: string, { method, target }: RequestHead): Task<Answer> {
  if (method === 'GET' || method === 'HEAD') return yield* fileAnswer(sys, directory, target);
  return errorAnswer(501, `Unsupported method ('${method}')`, 'Server does not support this operation');
}

/** One request of one connection: HTTP/1.0 has no more. Head and body go out one after the other, as Python writes them. */
function* serve(sys: System, fd: number, directory: string): Task<void> {
  const stream = socketStream(sys, fd);
  try {
    const head = yield* readRequestHead(new Reader(stream));
    if (head === undefined) return;
    const { status, reason, fields, body } = yield* answerTo(sys, directory, head);
    const headers = new HeaderMap([['Server', SERVER], ['Date', httpDate(sys.realtime())], ...fields]);
    yield* stream.write(encodeResponseHead({ status, reason, minor: 0, headers }));
    if (head.method !== 'HEAD') yield* stream.write(body);
  } catch (error) {
    // A client that left, or that spoke no HTTP: Python logs it and goes on.
    if (!isErrno(error) && !(error instanceof HttpError)) throw error;
  } finally {
    stream.close();
  }
}

/** `python3 -m http.server`: serves the files below a directory, for ever. */
export function simpleHttpServer({ address, port, directory }: Place) {
  return function* (sys: System): Task<number> {
    sys.signal('SIGPIPE', 'ignore');
    const listener = sys.socket('inet', 'stream');
    sys.setsockopt(listener, { reuseAddress: true });
    sys.bind(listener, { family: 'inet', address, port });
    sys.listen(listener, BACKLOG);
    for (;;) {
      const { fd } = yield* sys.accept(listener);
      sys.thread(() => serve(sys, fd, directory));
    }
  };
}
