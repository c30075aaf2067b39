import type * as Http from '../../src/sim/http/server.ts';

/** What was answered to one request, over whatever connection. */
export interface Answered {
  readonly method: string;
  /** Unescaped, without the query. */
  readonly path: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Empty where the connection was taken over. */
  readonly body: string;
}

/** The HTTP server, with each answer of the Engine API told as it ends. For `vi.mock` of `src/sim/http/server.ts`. */
export function watched(http: typeof Http, told: (answered: Answered) => void): typeof Http {
  const watch = (handler: Http.Handler): Http.Handler =>
    function* (request, response) {
      const parts: Uint8Array[] = [];
      let status = 200;
      const write = response.write.bind(response);
      const writeHead = response.writeHead.bind(response);
      response.write = (data) => {
        parts.push(data);
        return write(data);
      };
      response.writeHead = (code) => {
        status = code;
        writeHead(code);
      };
      try {
        yield* handler(request, response);
      } finally {
        const { method, path } = request;
        const headers = new Map(response.headers);
        const body = Buffer.concat(parts).toString();
        // Others than the engine speak HTTP too.
        if (headers.has('Api-Version')) told({ method, path: decodeURIComponent(path), status, headers, body });
      }
    };
  return {
    ...http,
    serveConnection: (stream, handler, options) => http.serveConnection(stream, watch(handler), options),
  };
}
