import { request as httpRequest } from 'node:http';
import type { Answer, Call } from './life.ts';

/** JSON, JSON lines, or text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    } catch {
      return text;
    }
  }
}

/** Makes one call over a Unix socket with Node's own HTTP client, as a client that knows nothing of Docker. */
export function callEngine(socketPath: string, { request, body, headers = {} }: Call): Promise<Answer> {
  const [method = '', path = ''] = request.split(' ');
  const sent = typeof body === 'object' ? JSON.stringify(body) : body;
  const type = sent === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = httpRequest({
      socketPath,
      method,
      path,
      agent: false,
      headers: { Connection: 'keep-alive', ...type, ...headers },
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        asked.destroy();
        resolve({
          request,
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(pairs(response.rawHeaders)),
          body: parsed(Buffer.concat(chunks).toString()),
        });
      });
    });
    asked.end(sent);
  });
}

const pairs = (flat: readonly string[]): [string, string][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
