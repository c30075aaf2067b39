/** Serves the built site on this machine, as any static host would: `npm start`, or `npm run serve -- --port 8080`. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

export interface ServeOptions {
  readonly folder: string;
  /** The sub-path under which the folder is served, as `/cours/reseaux/`. */
  readonly base: string;
  readonly port: number;
  /** Without the headers that isolate pages: as a host that cannot send any. */
  readonly bare?: boolean;
}

/** What a page needs to start Node in a WebContainer: no window or resource of another origin comes near it. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
} as const;

/** Starts a server on the loopback interface; takes the next free port where `port` is busy. */
export function serve(options: ServeOptions): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => answer(options, request, response));
  return new Promise((resolve, reject) => {
    let port = options.port;
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || port - options.port > 100) return reject(error);
      server.listen(++port, '127.0.0.1');
    });
    server.on('listening', () => resolve({ server, url: `http://localhost:${addressPort(server)}${options.base}` }));
    server.listen(port, '127.0.0.1');
  });
}

function addressPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answer({ folder, base, bare }: ServeOptions, request: IncomingMessage, response: ServerResponse): void {
  if (!bare) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
  const path = pathOf(request);
  if (path === undefined || !`${path}/`.startsWith(base)) return notFound(folder, response);
  const wanted = join(folder, normalize(path.slice(base.length - 1)));
  if (existsSync(wanted) && statSync(wanted).isDirectory()) {
    if (!path.endsWith('/')) return redirect(response, `${path}/`);
    return sendFile(folder, join(wanted, 'index.html'), response);
  }
  sendFile(folder, wanted, response);
}

function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, { location: encodeURI(location) }).end();
}

function sendFile(folder: string, file: string, response: ServerResponse): void {
  if (!existsSync(file)) return notFound(folder, response);
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

function notFound(folder: string, response: ServerResponse): void {
  const page = join(folder, '404.html');
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
  if (existsSync(page)) createReadStream(page).pipe(response);
  else response.end();
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '4321' } } });
  const base = process.env.BASE ?? '/';
  const { url } = await serve({ folder: 'dist', base, port: Number(values.port) });
  console.log(`Passerelle : ${url}`);
}
