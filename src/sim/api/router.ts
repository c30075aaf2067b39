/**
 * Which route serves a request: gorilla/mux's patterns, as moby writes them, the first registered one winning.
 * Not hono's router: its variables cannot take in slashes before a further segment, which image names need
 * (`/images/{name:.*}/json`).
 */
import type { Task } from '../kernel/task.ts';
import type { Call } from './call.ts';

export interface Route {
  readonly method: string;
  /** As `/containers/{name}/json`; `{name}` matches anything, slashes too. */
  readonly pattern: string;
  readonly handle: (call: Call) => Task<void>;
}

export interface Match {
  readonly route: Route;
  readonly name: string;
  /** Empty when the path has none. */
  readonly version: string;
}

const compile = (pattern: string): RegExp => {
  const source = pattern.replaceAll('.', '\\.').replace('{name}', '(?<name>.*)');
  return new RegExp(`^(?:/v(?<version>[0-9.]+))?${source}$`, 's');
};

export class Router {
  readonly #routes: readonly (readonly [RegExp, Route])[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => [compile(route.pattern), route]);
  }

  /** @param path unescaped */
  match(method: string, path: string): Match | undefined {
    for (const [pattern, route] of this.#routes) {
      const groups = route.method === method ? pattern.exec(path)?.groups : undefined;
      if (groups !== undefined) return { route, name: groups.name ?? '', version: groups.version ?? '' };
    }
    return undefined;
  }
}
