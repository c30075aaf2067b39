import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task } from '../kernel/task.ts';
import { Connection } from './client.ts';
import { duplex, runBeside } from './duplex.test-support.ts';
import { readAll } from './reader.ts';
import { type Handler, serveConnection } from './server.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

const HOST = ['Host', 'docker'] as const;

const echo: Handler = function* (call, response) {
  yield* response.write(yield* readAll(call.body));
};

/** All that `handler`'s server sends for `sent`, until it closes or waits for more. */
const rawExchange = (sent: string, handler: Handler = echo, sizes: readonly number[] = []): string => {
  const [client, server] = duplex(sizes);
  const serving = serveConnection(server, handler);
  const talk = function* (): Task<string> {
    yield* client.write(bytes(sent));
    client.closeWrite?.();
    return text(yield* readAll(client));
  };
  return runBeside(talk(), serving);
};

const chunkSizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });

test('a request and its answer survive any chunking of the bytes', () => {
  const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { maxLength: 4 });
  fc.assert(
    fc.property(chunkSizes, fc.uint8Array({ maxLength: 300 }), parts, fc.boolean(), (sizes, sent, answer, flush) => {
      let received: Uint8Array | undefined;
      const handler: Handler = function* (call, response) {
        received = yield* readAll(call.body);
        for (const part of answer) {
          yield* response.write(part);
          if (flush) yield* response.flush();
        }
      };
      const [client, server] = duplex(sizes);
      const talk = function* (): Task<Uint8Array> {
        const answered = yield* new Connection(client).request({
          method: 'POST',
          target: '/a?b=c',
          headers: [HOST],
          body: sent,
        });
        expect(answered.status).toBe(200);
        return yield* readAll(answered.body);
      };
      const got = runBeside(talk(), serveConnection(server, handler));
      expect(received).toEqual(sent);
      expect([...got]).toEqual(answer.flatMap((part) => [...part]));
    }),
    { numRuns: 60 },
  );
});

test('several requests share a connection, however they arrive', () => {
  const one = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';
  const two =
    'POST /y HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n';
  const ok = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  fc.assert(
    fc.property(chunkSizes, (sizes) => {
      expect(rawExchange(one + two + one, echo, sizes)).toBe(ok('hi') + ok('abcde') + ok('hi'));
    }),
    { numRuns: 40 },
  );
});

test('an unread body does not become the next request', () => {
  const ignore: Handler = function* (call, response) {
    yield* response.write(bytes(call.path));
  };
  const first = 'POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nGET /evil HTTP/1.1\r\n';
  expect(rawExchange(`${first}GET /two HTTP/1.1\r\nHost: a\r\n\r\n`, ignore)).toBe(
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n/oneHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n/two',
  );
});

test('a long or flushed body is chunked for HTTP/1.1 and ends the connection for HTTP/1.0', () => {
  const stream: Handler = function* (_call, response) {
    yield* response.flush();
    yield* response.write(bytes('hello'));
  };
  expect(rawExchange('GET / HTTP/1.1\r\nHost: a\r\n\r\n', stream)).toBe(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  );
  expect(rawExchange('GET / HTTP/1.0\r\n\r\n', stream)).toBe('HTTP/1.0 200 OK\r\n\r\nhello');
});

test('HEAD has the headers of GET and no body', () => {
  const handler: Handler = function* (_call, response) {
    response.headers.set('Content-Length', '5');
    yield* response.write(bytes('hello'));
  };
  expect(rawExchange('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', handler)).toBe(
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n',
  );
});

test('204 and 304 have neither body nor length', () => {
  const handler: Handler = function* (_call, response) {
    response.headers.set('Content-Type', 'application/json');
    response.writeHead(304);
    yield* response.write(bytes('{}'));
  };
  expect(rawExchange('GET / HTTP/1.1\r\nHost: a\r\n\r\n', handler)).toBe('HTTP/1.1 304 Not Modified\r\n\r\n');
});

test('Expect: 100-continue is answered when the body is first read, and not at all when it is not', () => {
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n';
  expect(rawExchange(`${head}hi`)).toBe('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
  const ignore: Handler = function* (_call, response) {
    yield* response.write(bytes('no'));
  };
  expect(rawExchange(head, ignore)).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
});

const refusal = (status: string, body = status): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${body}`;

test.each([
  ['GARBAGE\r\n\r\n', refusal('400 Bad Request')],
  ['GET x HTTP/1.1\r\nHost: a\r\n\r\n', refusal('400 Bad Request')],
  ['GET / HTTP/1.1\r\n\r\n', refusal('400 Bad Request: missing required Host header')],
  ['GET / HTTP/1.1\r\nHost: a\r\nBad name: x\r\n\r\n', refusal('400 Bad Request: invalid header name')],
  ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', refusal('400 Bad Request')],
  ['GET / HTTP/1.1\r\nHost: a b\r\n\r\n', refusal('400 Bad Request: malformed Host header')],
  ['GET / HTTP/2.0\r\nHost: a\r\n\r\n', refusal('505 HTTP Version Not Supported: unsupported protocol version')],
  ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', refusal('400 Bad Request')],
  [
    'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
    refusal('501 Not Implemented', 'Unsupported transfer encoding'),
  ],
  [
    'POST / HTTP/1.1\r\nHost: a\r\nExpect: foo\r\nContent-Length: 2\r\n\r\n{}',
    'HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  ],
])('%j is refused in the words of Go', (sent, answer) => {
  expect(rawExchange(sent)).toBe(answer);
});

test('after 101 the connection belongs to both sides, nothing lost that came early', () => {
  fc.assert(
    fc.property(chunkSizes, fc.string({ minLength: 1 }), (sizes, payload) => {
      const hijacker: Handler = function* (_call, response) {
        const stream = response.hijack();
        yield* stream.write(bytes('HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nearly'));
        yield* stream.write(yield* readAll(stream));
      };
      const [client, server] = duplex(sizes);
      const talk = function* (): Task<string> {
        const headers = [HOST, ['Upgrade', 'tcp']] as const;
        const { upgraded } = yield* new Connection(client).request({ method: 'POST', target: '/', headers });
        if (upgraded === undefined) throw new Error('not upgraded');
        yield* upgraded.write(bytes(payload));
        upgraded.closeWrite?.();
        return text(yield* readAll(upgraded));
      };
      expect(runBeside(talk(), serveConnection(server, hijacker))).toBe(`early${payload}`);
    }),
    { numRuns: 40 },
  );
});

test('a client that is gone ends the connection without an error; a broken handler does not pass for one', () => {
  const [client, server] = duplex();
  const patient: Handler = function* (_call, response) {
    for (;;) {
      yield* response.write(bytes('more'));
      yield* response.flush();
      client.close();
    }
  };
  const run = function* (handler: Handler): Task<void> {
    yield* serveConnection(server, handler);
  };
  runBeside(client.write(bytes('GET / HTTP/1.1\r\nHost: a\r\n\r\n')));
  expect(() => runBeside(run(patient))).not.toThrow();
  const broken: Handler = () => {
    throw new TypeError('a bug');
  };
  expect(() => rawExchange('GET / HTTP/1.1\r\nHost: a\r\n\r\n', broken)).toThrow('a bug');
});
