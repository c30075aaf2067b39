import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import { NotSimulated } from '../not-simulated.ts';
import { readAll } from '../read-file.ts';
import { orDie } from '../system-call.ts';
import type { CurlOptions } from './options.ts';
import type { CurlUrl } from './url.ts';

const AGENT = 'curl/8.23.0';

/** What all URLs of a command line are asked with. */
export interface RequestSettings {
  readonly method: string | undefined;
  /** What -d and its like make up. */
  readonly data: Uint8Array | undefined;
  readonly dataInQuery: boolean;
  readonly upload: Uint8Array | undefined;
  readonly headers: readonly string[];
  readonly head: boolean;
  readonly agent: string;
  readonly referer: string | undefined;
  readonly user: string | undefined;
  readonly range: string | undefined;
  readonly cookies: readonly string[];
  readonly minor: number;
}

const encoder = new TextEncoder();

function* fileOf(sys: System, path: string): Task<Uint8Array> {
  const fd = path === '-' ? 0 : orDie(path, () => sys.open(path), 26);
  return yield* readAll(sys, fd);
}

/** -d pieces joined by `&`; `@FILE` is a file's content, without its newlines unless it is binary. */
function* dataOf(sys: System, options: CurlOptions): Task<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  for (const [name, value] of options.values('data', 'data-ascii', 'data-binary', 'data-raw', 'json')) {
    if (pieces.length > 0) pieces.push(encoder.encode(name === 'json' ? '' : '&'));
    const file = value.startsWith('@') && name !== 'data-raw';
    const content = file ? yield* fileOf(sys, value.slice(1)) : encoder.encode(value);
    const plain = file && (name === 'data' || name === 'data-ascii');
    pieces.push(plain ? content.filter((byte) => byte !== 10 && byte !== 13) : content);
  }
  return pieces.length === 0 ? undefined : concatBytes(...pieces);
}

/** What holds no `=` is a file of cookies. */
function cookieOf(text: string): string {
  if (!text.includes('=')) throw new NotSimulated('curl -b FICHIER');
  return text;
}

export function* requestSettings(sys: System, options: CurlOptions): Task<RequestSettings> {
  const upload = options.value('upload-file');
  const json =
    options.value('json') === undefined ? [] : ['Content-Type: application/json', 'Accept: application/json'];
  return {
    method: options.value('request'),
    data: yield* dataOf(sys, options),
    dataInQuery: options.has('get'),
    upload: upload === undefined ? undefined : yield* fileOf(sys, upload),
    headers: [...options.values('header').map(([, value]) => value), ...json],
    head: options.has('head'),
    agent: options.value('user-agent') ?? AGENT,
    referer: options.value('referer'),
    user: options.value('user'),
    range: options.value('range'),
    cookies: options.values('cookie').map(([, value]) => cookieOf(value)),
    minor: options.has('http1.0') ? 0 : 1,
  };
}

export interface CurlRequest {
  readonly method: string;
  readonly target: string;
  /** Request line and fields, without the empty line behind them. */
  readonly lines: readonly string[];
  readonly body: Uint8Array | undefined;
}

const nameOf = (header: string): string => (/^[^:;]*/.exec(header)?.[0] ?? '').trim().toLowerCase();

/** A given header as it goes out: `Name:` takes curl's own away, `Name;` sends it empty. */
function sentHeader(header: string): string | undefined {
  if (/^[^:]+;$/.test(header)) return `${header.slice(0, -1)}:`;
  return /^[^:]+:\s*$/.test(header) ? undefined : header;
}

/** The request for `url`, its fields in curl's order; `redirected` turns a POST into a GET. */
export function requestFor(settings: RequestSettings, url: CurlUrl, redirected: boolean): CurlRequest {
  const { data, dataInQuery, upload, headers, head, minor } = settings;
  const body = redirected || dataInQuery ? undefined : (upload ?? data);
  const usual = head ? 'HEAD' : body === undefined ? 'GET' : upload ? 'PUT' : 'POST';
  const method = redirected ? usual : (settings.method ?? usual);
  const query = dataInQuery && data ? (url.target.includes('?') ? '&' : '?') + new TextDecoder().decode(data) : '';
  const target = url.target + query;
  const given = new Set(headers.map(nameOf));
  const own = (name: string, value: string | undefined): string[] =>
    value === undefined || value === '' || given.has(name.toLowerCase()) ? [] : [`${name}: ${value}`];
  const user = settings.user ?? url.user;
  const host = headers.find((header) => nameOf(header) === 'host');
  const lines = [
    `${method} ${target} HTTP/1.${minor}`,
    ...(host === undefined ? [`Host: ${url.authority}`] : [sentHeader(host) ?? '']).filter((line) => line !== ''),
    ...own('Authorization', user && `Basic ${btoa(user.includes(':') ? user : `${user}:`)}`),
    ...own('Range', settings.range && `bytes=${settings.range}`),
    ...own('User-Agent', settings.agent),
    ...own('Accept', '*/*'),
    ...own('Referer', settings.referer),
    ...own('Cookie', settings.cookies.join('; ')),
    ...headers.filter((header) => header !== host).flatMap((header) => sentHeader(header) ?? []),
    ...(body === undefined ? [] : own('Content-Length', `${body.length}`)),
    ...(body === undefined || upload ? [] : own('Content-Type', 'application/x-www-form-urlencoded')),
  ];
  return { method, target, lines, body };
}
