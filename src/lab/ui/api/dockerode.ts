import type { ApiAnswer, ApiCall } from './http-text.ts';

/** Makes a call to the engine. Rejects where no engine answers. */
export type Dial = (call: ApiCall) => Promise<ApiAnswer>;

type Options = Readonly<Record<string, unknown>>;

/** The engine refused; the message is docker-modem's. */
class EngineError extends Error {
  readonly statusCode: number;
  readonly json: unknown;

  constructor({ status, body }: ApiAnswer, kind: string) {
    const json = parsed(body) as { message?: string } | string;
    const message = (typeof json === 'object' && json?.message) || body;
    const reason = { 404: `no such ${kind}`, 500: 'server error' }[status] ?? 'unexpected';
    super(`(HTTP code ${status}) ${reason} - ${message} `);
    this.statusCode = status;
    this.json = json;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Options of a GET are its query; what is no text or number there is JSON, as `filters` is. */
function withQuery(path: string, options: Options): string {
  const query = new URLSearchParams(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  ).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** A call of dockerode's: its name, and what it asks of the engine. `query`: its options are not a body. */
interface Verb {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** What follows the resource's own path. */
  readonly path: string;
  readonly query?: boolean;
}

const get = (path = ''): Verb => ({ method: 'GET', path, query: true });
const post = (path: string): Verb => ({ method: 'POST', path });
const postQuery = (path: string): Verb => ({ method: 'POST', path, query: true });
const remove: Verb = { method: 'DELETE', path: '', query: true };

const ENGINE: Readonly<Record<string, Verb>> = {
  ping: get('/_ping'),
  version: get('/version'),
  info: get('/info'),
  df: get('/system/df'),
  listContainers: get('/containers/json'),
  listImages: get('/images/json'),
  listNetworks: get('/networks'),
  listVolumes: get('/volumes'),
  pruneContainers: postQuery('/containers/prune'),
  pruneNetworks: postQuery('/networks/prune'),
  pruneVolumes: postQuery('/volumes/prune'),
  createVolume: post('/volumes/create'),
};

const RESOURCES: Readonly<Record<string, { readonly path: string; readonly verbs: Readonly<Record<string, Verb>> }>> = {
  Container: {
    path: '/containers',
    verbs: {
      inspect: get('/json'),
      top: get('/top'),
      start: postQuery('/start'),
      stop: postQuery('/stop'),
      restart: postQuery('/restart'),
      kill: postQuery('/kill'),
      pause: postQuery('/pause'),
      unpause: postQuery('/unpause'),
      rename: postQuery('/rename'),
      wait: postQuery('/wait'),
      remove,
    },
  },
  Network: {
    path: '/networks',
    verbs: { inspect: get(), connect: post('/connect'), disconnect: post('/disconnect'), remove },
  },
  Image: { path: '/images', verbs: { inspect: get('/json'), history: get('/history'), remove } },
  Volume: { path: '/volumes', verbs: { inspect: get(), remove } },
};

type Call = (options?: Options) => Promise<unknown>;

/** An object that has these properties, and says of any other call that it is not simulated. */
const limitedTo = (what: string, properties: Readonly<Record<string, unknown>>): object =>
  new Proxy(properties, {
    get: (target, name) => {
      if (typeof name === 'symbol' || name in target || name === 'then') return Reflect.get(target, name);
      return () => {
        throw new Error(`simulation : ${what}.${name} n’existe pas ici\u202f; dans Node, le vrai dockerode l’a.`);
      };
    },
  });

/** What a script has for `dockerode` where there is no Node: the same names, each with the same call of the API. Its `Docker` class. */
export function dockerodeOver(dial: Dial): new () => object {
  const ask = async (kind: string, { method, path, query }: Verb, base: string, options: Options): Promise<unknown> => {
    const asQuery = query === true;
    const answer = await dial({
      method,
      path: asQuery ? withQuery(base + path, options) : base + path,
      ...(!asQuery && { body: options }),
    });
    if (answer.status >= 400) throw new EngineError(answer, kind);
    return answer.body === '' ? '' : parsed(answer.body);
  };
  const callsOf = (kind: string, verbs: Readonly<Record<string, Verb>>, base: string): Record<string, Call> =>
    Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [name, (options: Options = {}) => ask(kind, verb, base, options)]),
    );
  const resource = (kind: string, id: string): object => {
    const { path = '', verbs = {} } = RESOURCES[kind] ?? {};
    return limitedTo(kind.toLowerCase(), {
      id,
      ...(kind === 'Volume' && { name: id }),
      ...callsOf(kind.toLowerCase(), verbs, `${path}/${encodeURIComponent(id)}`),
    });
  };
  const created = async (kind: string, path: string, options: Options): Promise<object> => {
    const { Id } = (await ask(kind.toLowerCase(), post(path), '', options)) as { Id: string };
    return resource(kind, Id);
  };
  const docker = {
    ...callsOf('object', ENGINE, ''),
    createNetwork: (options: Options = {}) => created('Network', '/networks/create', options),
    createContainer: ({ name, ...options }: Options = {}) =>
      created('Container', withQuery('/containers/create', name === undefined ? {} : { name }), options),
    getContainer: (id: string) => resource('Container', id),
    getNetwork: (id: string) => resource('Network', id),
    getImage: (id: string) => resource('Image', id),
    getVolume: (id: string) => resource('Volume', id),
  };
  // Whatever is called with `new` may give an object of its own.
  return function Docker() {
    return limitedTo('docker', docker);
  } as unknown as new () => object;
}
