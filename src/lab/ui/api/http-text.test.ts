import { expect, test } from 'vitest';
import { parseAnswer, requestText } from './http-text.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a request without a body, and one whose length counts bytes', () => {
  expect(requestText({ method: 'GET', path: '/networks' })).toBe(
    'GET /networks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  );
  const create = requestText({ method: 'POST', path: '/networks/create', body: { Name: 'é' } });
  expect(create).toContain('Content-Length: 13\r\n');
  expect(create.endsWith('\r\n\r\n{"Name":"é"}')).toBe(true);
});

test('an answer of a known length, one in chunks, one without a body', () => {
  const head = 'HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\n';
  expect(parseAnswer(bytes(`${head}Content-Length: 3\r\n\r\n[1]`))).toEqual({ status: 200, reason: 'OK', body: '[1]' });
  const chunks = `${head}Transfer-Encoding: chunked\r\n\r\n4\r\n["é\r\n2\r\n"]\r\n0\r\n\r\n`;
  expect(parseAnswer(bytes(chunks))?.body).toBe('["é"]');
  expect(parseAnswer(bytes('HTTP/1.1 204 No Content\r\n\r\n'))).toEqual({
    status: 204,
    reason: 'No Content',
    body: '',
  });
});

test('what is no answer', () => {
  for (const text of ['', 'HTTP/1.1', '<html>\r\n\r\n']) expect(parseAnswer(bytes(text))).toBeUndefined();
});
