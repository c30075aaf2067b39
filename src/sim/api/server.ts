import { HttpError } from '../http/http-error.ts';
import type { ResponseWriter } from '../http/response-writer.ts';
import { type Handler, type ServerRequest, serveConnection } from '../http/server.ts';
import type { ByteStream } from '../http/stream.ts';
import { ConnectionLostError } from '../http/stream.ts';
import type { Task } from '../kernel/task.ts';
import { DEFAULT_VERSION, MIN_VERSION, olderThan } from './api-version.ts';
import type { Backend } from './backend.ts';
import { Call } from './call.ts';
import { invalidParameter, messageOf, statusOf } from './engine-error.ts';
import { encodeJson } from './json.ts';
import { type Match, type Route, Router } from './router.ts';
import { archiveRoutes } from './routes/archive.ts';
import { attachRoutes } from './routes/attach.ts';
import { buildRoutes } from './routes/build.ts';
import { checkpointRoutes } from './routes/checkpoint.ts';
import { containerRoutes } from './routes/container.ts';
import { execRoutes } from './routes/exec.ts';
import { imageRoutes } from './routes/image.ts';
import { networkRoutes } from './routes/network.ts';
import { notSimulatedRoutes } from './routes/not-simulated.ts';
import { pluginRoutes } from './routes/plugin.ts';
import { swarmRoutes } from './routes/swarm.ts';
import { systemRoutes } from './routes/system.ts';
import { volumeRoutes } from './routes/volume.ts';

/** Go's path.Clean, to which gorilla/mux redirects. */
const cleanPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`;
};

const unescapePath = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
};

function* writeError(response: ResponseWriter, status: number, message: string): Task<void> {
  response.headers.set('Content-Type', 'application/json');
  response.writeHead(status);
  yield* response.write(encodeJson({ message }));
}

/** moby's http.Error for clients from before errors were JSON. */
function* writePlainError(response: ResponseWriter, status: number, message: string): Task<void> {
  response.headers.set('Content-Type', 'text/plain; charset=utf-8');
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.writeHead(status);
  yield* response.write(new TextEncoder().encode(`${message}\n`));
}

/** What the last client asked for that may: most speak the same. */
let accepted = '';

function checkVersion(version: string): void {
  if (version === accepted) return;
  if (olderThan(version, MIN_VERSION)) {
    throw invalidParameter(
      `client version ${version} is too old. Minimum supported API version is ${MIN_VERSION}, please upgrade your client to a newer version`,
    );
  }
  if (olderThan(DEFAULT_VERSION, version)) {
    throw invalidParameter(`client version ${version} is too new. Maximum supported API version is ${DEFAULT_VERSION}`);
  }
  accepted = version;
}

/** All that is served; of two that match a path the first one is. */
export const apiRoutes = (backend: Backend): readonly Route[] => [
  ...systemRoutes(backend),
  ...checkpointRoutes(),
  ...containerRoutes(backend),
  ...archiveRoutes(backend),
  ...attachRoutes(backend),
  ...execRoutes(backend),
  ...networkRoutes(backend),
  ...imageRoutes(backend),
  ...volumeRoutes(backend),
  ...buildRoutes(backend),
  ...pluginRoutes(backend),
  ...swarmRoutes(backend),
  ...notSimulatedRoutes(),
];

/** The Engine API on one connection after another. */
export class ApiServer {
  readonly #backend: Backend;
  readonly #router: Router;
  #name: string | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#router = new Router(apiRoutes(backend));
  }

  /** Serves `stream` until it is closed by either side. */
  serve(stream: ByteStream): Task<void> {
    const handler: Handler = (request, response) => this.#handle(request, response);
    return serveConnection(stream, handler, { now: () => this.#backend.realtime(), sortHeaders: true });
  }

  *#handle(request: ServerRequest, response: ResponseWriter): Task<void> {
    const path = unescapePath(request.path);
    if (path === undefined) throw new HttpError(400);
    const clean = cleanPath(path);
    if (clean !== path) {
      response.headers.set('Location', request.query === '' ? clean : `${clean}?${request.query}`);
      return response.writeHead(301);
    }
    const match = this.#router.match(request.method, path);
    if (match === undefined) return yield* writeError(response, 404, 'page not found');
    yield* this.#run(match, request, response);
  }

  *#run({ route, name, version }: Match, request: ServerRequest, response: ResponseWriter): Task<void> {
    const { headers } = response;
    this.#name ??= `Docker/${this.#backend.systemVersion().Version} (linux)`;
    headers.set('Server', this.#name);
    headers.set('Api-Version', DEFAULT_VERSION);
    headers.set('Ostype', 'linux');
    try {
      const asked = version || DEFAULT_VERSION;
      checkVersion(asked);
      headers.set('Docker-Experimental', 'false');
      yield* route.handle(new Call(request, response, name, asked));
    } catch (error) {
      if (error instanceof ConnectionLostError || response.hijacked) throw error;
      const write = version !== '' && olderThan(version, '1.24') ? writePlainError : writeError;
      yield* write(response, statusOf(error), messageOf(error));
    }
  }
}
