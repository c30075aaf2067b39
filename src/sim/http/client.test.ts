import { expect, test } from 'vitest';
import type { Task } from '../kernel/task.ts';
import { Connection } from './client.ts';
import { duplex, runBeside } from './duplex.test-support.ts';
import { readAll } from './reader.ts';

/** What the client makes of an answer sent as it stands; the connection then ends. */
const answered = (raw: string, method = 'GET'): { status: number; body: string } => {
  const [client, server] = duplex([3, 1, 5]);
  const talk = function* (): Task<{ status: number; body: string }> {
    const { status, body } = yield* new Connection(client).request({ method, target: '/', headers: [['Host', 'a']] });
    return { status, body: new TextDecoder().decode(yield* readAll(body)) };
  };
  const answer = function* (): Task<void> {
    yield* server.write(new TextEncoder().encode(raw));
    server.closeWrite?.();
  };
  return runBeside(talk(), answer());
};

test.each([
  ['until the connection closes', 'HTTP/1.1 200 OK\r\n\r\nall of it', 'all of it'],
  ['of a given length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall of it', 'all'],
  [
    'in chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n1\r\n!\r\n0\r\n\r\n',
    '0123456789!',
  ],
  ['after 100 Continue', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 'ok'],
  ['of a 204', 'HTTP/1.1 204 No Content\r\n\r\nnoise', ''],
])('reads a body %s', (_how, raw, body) => {
  expect(answered(raw).body).toBe(body);
});

test('the answer to HEAD has no body, whatever its length says', () => {
  expect(answered('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', 'HEAD')).toEqual({ status: 200, body: '' });
});

test.each([
  ['cut short', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', 'unexpected EOF'],
  ['of no HTTP', 'SSH-2.0-OpenSSH\r\n', 'malformed HTTP response "SSH-2.0-OpenSSH"'],
  ['of nothing', '', 'EOF'],
  ['with a bad chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'invalid byte in chunk length'],
])('throws for an answer %s', (_what, raw, message) => {
  expect(() => answered(raw)).toThrow(message);
});

/** After an answer that is `raw`, read to its end or not. */
const idleAfter = (raw: string, read = true): boolean => {
  const [client, server] = duplex([7]);
  const connection = new Connection(client);
  const talk = function* (): Task<boolean> {
    const { body } = yield* connection.request({ method: 'GET', target: '/', headers: [['Host', 'a']] });
    if (read) yield* readAll(body);
    return connection.idle;
  };
  const answer = function* (): Task<void> {
    yield* server.write(new TextEncoder().encode(raw));
    server.closeWrite?.();
  };
  return runBeside(talk(), answer());
};

test.each([
  ['whose answer was read to its end', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', true, true],
  ['whose answer has no body', 'HTTP/1.1 204 No Content\r\n\r\n', false, true],
  ['whose answer was not read', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', false, false],
  ['that the server closes', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok', true, false],
  ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', true, false],
  ['whose end is the end of the answer', 'HTTP/1.1 200 OK\r\n\r\nok', true, false],
])('a connection %s: may another request follow?', (_how, raw, read, idle) => {
  expect(idleAfter(raw, read)).toBe(idle);
});

test('a second request on the connection gets the second answer', () => {
  const [client, server] = duplex([5]);
  const connection = new Connection(client);
  const ask = function* (): Task<string> {
    const { body } = yield* connection.request({ method: 'GET', target: '/', headers: [['Host', 'a']] });
    return new TextDecoder().decode(yield* readAll(body));
  };
  const talk = function* (): Task<string[]> {
    return [yield* ask(), yield* ask()];
  };
  const answer = function* (): Task<void> {
    for (const text of ['one', 'two'])
      yield* server.write(new TextEncoder().encode(`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n${text}`));
  };
  expect(runBeside(talk(), answer())).toEqual(['one', 'two']);
});
