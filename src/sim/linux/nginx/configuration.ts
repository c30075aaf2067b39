import { ConfigurationError, type Directive, parseDirectives } from './directive.ts';

/** What a server answers with where it does not serve a file. */
export interface Return {
  readonly status: number;
  readonly text: string;
}

export interface Location {
  readonly prefix: string;
  /** `location = PATH`. */
  readonly exact: boolean;
  readonly root: string;
  readonly index: readonly string[];
  readonly returns: Return | undefined;
}

export interface Server {
  readonly listen: readonly { readonly address: string; readonly port: number }[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  readonly accessLog: string | undefined;
  readonly errorLog: string;
  readonly types: ReadonlyMap<string, string>;
  readonly defaultType: string;
}

export interface Configuration {
  readonly daemon: boolean;
  readonly workers: number;
  readonly pid: string;
  readonly servers: readonly Server[];
}

const KNOWN = new Set([
  ...['user', 'events', 'http', 'server', 'location', 'listen', 'root', 'index', 'server_name', 'return', 'types'],
  ...['access_log', 'error_log', 'daemon', 'pid', 'worker_processes', 'worker_connections', 'default_type'],
  ...['include', 'sendfile', 'tcp_nopush', 'tcp_nodelay', 'keepalive_timeout', 'gzip', 'log_format', 'server_tokens'],
]);

const DEFAULT_TYPES: readonly (readonly [string, string])[] = [
  ['html', 'text/html'],
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
];

/** Directives that blocks inside inherit from those around them, the innermost first. */
type Scopes = readonly (readonly Directive[])[];

const all = (block: readonly Directive[], name: string): readonly Directive[] =>
  block.filter((directive) => directive.name === name);

function inherited(scopes: Scopes, name: string): readonly string[] | undefined {
  for (const scope of scopes) {
    const found = all(scope, name).at(-1);
    if (found) return found.arguments;
  }
  return undefined;
}

function checkNames(directives: readonly Directive[], path: string): void {
  for (const { name, line, block } of directives) {
    if (!KNOWN.has(name)) throw new ConfigurationError(`unknown directive "${name}" in ${path}:${line}`);
    if (block && name !== 'types') checkNames(block, path);
  }
}

function listenOf(
  { arguments: [place = ''] }: Directive,
  path: string,
  line: number,
): { address: string; port: number } {
  const match = /^(?:(\*|\d+\.\d+\.\d+\.\d+|localhost|\[::\]):?)?(\d+)?$/.exec(place);
  const port = Number(match?.[2] ?? 80);
  if (match === null || port < 1 || port > 65_535)
    throw new ConfigurationError(`invalid port in "${place}" of the "listen" directive in ${path}:${line}`);
  const names: Record<string, string> = { '*': '0.0.0.0', localhost: '127.0.0.1', '[::]': '::' };
  const address = match[1] ?? '*';
  return { address: names[address] ?? address, port };
}

function returnOf(words: readonly string[] | undefined): Return | undefined {
  if (words === undefined) return undefined;
  const [first = '', text = ''] = words;
  return /^\d+$/.test(first) ? { status: Number(first), text } : { status: 302, text: first };
}

function locationOf(scopes: Scopes, words: readonly string[], own: readonly Directive[]): Location {
  const exact = words[0] === '=';
  return {
    prefix: words.at(-1) ?? '/',
    exact,
    root: inherited(scopes, 'root')?.[0] ?? '/usr/share/nginx/html',
    index: inherited(scopes, 'index') ?? ['index.html'],
    returns: returnOf(all(own, 'return')[0]?.arguments),
  };
}

function typesOf(scopes: Scopes): ReadonlyMap<string, string> {
  const own = scopes.flatMap((scope) => all(scope, 'types')).flatMap(({ block }) => block ?? []);
  if (own.length === 0) return new Map(DEFAULT_TYPES);
  return new Map(own.flatMap(({ name, arguments: endings }) => endings.map((ending) => [ending, name] as const)));
}

function serverOf(directive: Directive, outside: Scopes, path: string): Server {
  const block = directive.block ?? [];
  const scopes = [block, ...outside];
  const listens = all(block, 'listen').map((listen) => listenOf(listen, path, listen.line));
  const locations = all(block, 'location').map((location) =>
    locationOf([location.block ?? [], ...scopes], location.arguments, location.block ?? []),
  );
  const access = inherited(scopes, 'access_log') ?? ['/var/log/nginx/access.log'];
  return {
    listen: listens.length > 0 ? listens : [{ address: '0.0.0.0', port: 80 }],
    names: inherited([block], 'server_name') ?? [''],
    locations: [...locations, locationOf(scopes, ['/'], block)],
    accessLog: access[0] === 'off' ? undefined : access[0],
    errorLog: inherited(scopes, 'error_log')?.[0] ?? '/var/log/nginx/error.log',
    types: typesOf(scopes),
    defaultType: inherited(scopes, 'default_type')?.[0] ?? 'text/plain',
  };
}

/** Makes sense of a configuration file, with its `include`s in place already. `global` stands before it (-g). */
export function configurationOf(text: string, path: string, global: string): Configuration {
  const main = [...parseDirectives(global, 'command line'), ...parseDirectives(text, path)];
  checkNames(main, path);
  const servers = all(main, 'http').flatMap(({ block = [] }) =>
    all(block, 'server').map((server) => serverOf(server, [block, main], path)),
  );
  const workers = inherited([main], 'worker_processes')?.[0] ?? '1';
  return {
    daemon: inherited([main], 'daemon')?.[0] !== 'off',
    workers: workers === 'auto' ? 2 : Number(workers),
    pid: inherited([main], 'pid')?.[0] ?? '/run/nginx.pid',
    servers,
  };
}
