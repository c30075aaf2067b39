import { httpDate } from '../../http/date.ts';
import type { RequestHead } from '../../http/message.ts';
import { type ErrnoCode, isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { readAll } from '../read-file.ts';
import type { Location, Server } from './configuration.ts';
import { errorPage } from './page.ts';

/** An answer before it is framed. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  /** Fields that stand before `Connection`, and behind it. */
  readonly before?: readonly (readonly [string, string])[];
  readonly behind?: readonly (readonly [string, string])[];
  /** What the error log says of it. */
  readonly error?: string;
}

const NUMBERS: Partial<Record<ErrnoCode, number>> = { ENOENT: 2, EACCES: 13, ENOTDIR: 20, ENAMETOOLONG: 36 };
const encoder = new TextEncoder();

export const errorAnswer = (status: number, rest: Partial<Answer> = {}): Answer => ({
  status,
  type: 'text/html',
  body: encoder.encode(errorPage(status)),
  ...rest,
});

/** The location of the longest prefix; an exact one before all. */
function locationFor({ locations }: Server, path: string): Location {
  const fits = locations.filter(({ prefix, exact }) => (exact ? path === prefix : path.startsWith(prefix)));
  const best = fits.sort((a, b) => Number(b.exact) - Number(a.exact) || b.prefix.length - a.prefix.length)[0];
  return best ?? (locations.at(-1) as Location);
}

function returned({ status, text }: { status: number; text: string }, host: string): Answer {
  const redirects = status >= 300 && status < 309 && text !== '';
  if (redirects)
    return errorAnswer(status, { before: [['Location', text.startsWith('/') ? `http://${host}${text}` : text]] });
  if (text === '' && status >= 300) return errorAnswer(status);
  return { status, type: 'text/plain', body: encoder.encode(text) };
}

/** The path that a request names, decoded and without dots; undefined where it leads out of the root. */
function decodedPath(target: string): string | undefined {
  const parts: string[] = [];
  const [path = ''] = target.split(/[?#]/);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  for (const part of decoded.split('/').slice(1)) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '.' && part !== '..') parts.push(part);
  }
  return decoded.startsWith('/') ? `/${parts.join('/')}` : undefined;
}

/** What is asked for, from the files below the root (ngx_http_static_module.c, ngx_http_index_module.c). */
export function* answerFor(sys: System, server: Server, head: RequestHead): Task<Answer> {
  const path = decodedPath(head.target);
  if (path === undefined) return errorAnswer(400);
  const location = locationFor(server, path);
  if (location.returns) return returned(location.returns, head.headers.get('Host') ?? '');
  if (head.method !== 'GET' && head.method !== 'HEAD') return errorAnswer(405);
  const place = `${location.root.replace(/\/$/, '')}${path}`;
  try {
    if (!path.endsWith('/')) return yield* file(sys, server, head, place);
    for (const name of location.index) {
      const index = place + name;
      if (exists(sys, index)) return yield* file(sys, server, head, index);
    }
    sys.stat(place);
    return errorAnswer(403, { error: `directory index of "${place}" is forbidden` });
  } catch (error) {
    return failed(error, place + (path.endsWith('/') ? (location.index.at(-1) ?? '') : ''));
  }
}

function failed(error: unknown, place: string): Answer {
  if (!isErrno(error)) throw error;
  const reason = `open() "${place}" failed (${NUMBERS[error.code] ?? 5}: ${error.message})`;
  return errorAnswer(error.code === 'EACCES' ? 403 : 404, { error: reason });
}

function exists(sys: System, path: string): boolean {
  try {
    return sys.stat(path).type === 'file';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function* file(sys: System, server: Server, head: RequestHead, place: string): Task<Answer> {
  const { type, mtime, size } = sys.stat(place);
  if (type === 'directory') {
    const target = `http://${head.headers.get('Host') ?? ''}${head.target.replace(/\?.*/, '')}/`;
    return errorAnswer(301, { before: [['Location', target]] });
  }
  const fd = sys.open(place);
  const data = yield* readAll(sys, fd);
  sys.close(fd);
  const modified = ['Last-Modified', httpDate(mtime)] as const;
  const tag = ['ETag', `"${Math.floor(mtime / 1_000_000).toString(16)}-${size.toString(16)}"`] as const;
  const unchanged =
    head.headers.get('If-None-Match') === tag[1] || head.headers.get('If-Modified-Since') === modified[1];
  const ending = /\.([^./]+)$/.exec(place)?.[1] ?? '';
  const whole = {
    type: server.types.get(ending) ?? server.defaultType,
    before: [modified],
    behind: [tag, ['Accept-Ranges', 'bytes'] as const],
  };
  if (unchanged) return { ...whole, status: 304, body: new Uint8Array(0), behind: [tag] };
  return ranged({ ...whole, status: 200, body: data }, head.headers.get('Range'), tag);
}

/** One range of bytes (RFC 9110 §14.2); several at once are answered whole, which is always right. */
function ranged(answer: Answer, range: string | undefined, tag: readonly [string, string]): Answer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return answer;
  const { length } = answer.body;
  const from = match[1] === '' ? Math.max(0, length - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? length - 1 : Math.min(Number(match[2]), length - 1);
  if (from > to) return errorAnswer(416, { behind: [['Content-Range', `bytes */${length}`]] });
  const behind = [tag, ['Content-Range', `bytes ${from}-${to}/${length}`]] as const;
  return { ...answer, status: 206, body: answer.body.subarray(from, to + 1), behind };
}
