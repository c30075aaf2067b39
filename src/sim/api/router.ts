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

/** Does it end in a name, which may hold slashes and so all that could follow it? */
const isOpen = ({ pattern }: Route): boolean => pattern.endsWith('{name}');

/** Which route serves a request; of several that without a variable, then the first one registered (as moby's gorilla/mux), those that end in a name last. */
export class Router {
  readonly #trie = new TrieRouter<Route>();
  /** Those whose paths have no variable, by method and path; the trie is slower by a hundred times. */
  readonly #fixed = new Map<string, Route>();

  constructor(routes: readonly Route[]) {
    const inOrder = [...routes.filter((route) => !isOpen(route)), ...routes.filter(isOpen)];
    for (const route of inOrder) {
      const { method, pattern } = route;
      if (pattern.includes('{')) this.#trie.add(method, pattern.replace('{name}', ':name{.*}'), route);
      else if (!this.#fixed.has(`${method} ${pattern}`)) this.#fixed.set(`${method} ${pattern}`, route);
    }
  }

  /** @param path unescaped, with or without `/v1.NN` before it */
  match(method: string, path: string): Match | undefined {
    const { version = '', rest = path } = VERSIONED.exec(path)?.groups ?? {};
    const fixed = this.#fixed.get(`${method} ${rest}`);
    if (fixed !== undefined) return { route: fixed, name: '', version };
    const [found] = this.#trie.match(method, rest)[0];
    if (found === undefined) return undefined;
    const [route, variables] = found;
    const { name = '' } = variables as Record<string, string>;
    return { route, name, version };
  }
}
