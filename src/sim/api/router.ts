import { TrieRouter } from 'hono/router/trie-router';
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';

export interface Route {
  readonly method: string;
  /** As `/containers/{name}/json`; `{name}` matches anything, slashes too (`docker.io/library/alpine`). */
  readonly pattern: string;
  readonly handle: (call: Call) => Task<void>;
}

export interface Match {
  readonly route: Route;
  readonly name: string;
  /** Empty when the path has none. */
  readonly version: string;
}

const VERSIONED = /^\/v(?<version>[0-9.]+)(?<rest>\/.*)$/s;

/** Which route serves a request; of several the first one registered, as with moby's gorilla/mux. */
export class Router {
  readonly #trie = new TrieRouter<Route>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#trie.add(route.method, route.pattern.replace('{name}', ':name{.*}'), route);
  }

  /** @param path unescaped, with or without `/v1.NN` before it */
  match(method: string, path: string): Match | undefined {
    const { version = '', rest = path } = VERSIONED.exec(path)?.groups ?? {};
    const [found] = this.#trie.match(method, rest)[0];
    if (found === undefined) return undefined;
    const [route, variables] = found;
    const { name = '' } = variables as Record<string, string>;
    return { route, name, version };
  }
}
