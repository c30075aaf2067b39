import { NotSimulated } from '../not-simulated.ts';
import { CurlFailure } from './failure.ts';

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, ftps: 990 };

export interface CurlUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** What `Host` says: the port only where it is not the scheme's own. */
  readonly authority: string;
  readonly user: string | undefined;
  /** Path and query. */
  readonly target: string;
  /** The whole, as it is asked for. */
  readonly text: string;
}

const rejected = (why: string): CurlFailure => new CurlFailure(3, `URL rejected: ${why}`);

/** The path without `.` and `..` (RFC 3986 §5.2.4). */
function withoutDots(path: string): string {
  const parts: string[] = [];
  const all = path.split('/').slice(1);
  for (const [i, part] of all.entries()) {
    const last = i === all.length - 1;
    if (part === '..') parts.pop();
    if (part !== '.' && part !== '..') parts.push(part);
    else if (last) parts.push('');
  }
  return `/${parts.join('/')}`;
}

/** A URL as curl takes it: HTTP where no scheme is given. Throws {@link CurlFailure} 1 and 3. */
export function parseCurlUrl(text: string, asIs = false): CurlUrl {
  const match = /^(?:([a-z][a-z0-9+.-]*):\/*)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^https?:\//i.test(text) ? text : `http://${text}`,
  );
  const [, given = 'http', place = '', path = '', query = ''] = match ?? [];
  if (match === null || /[\s\0]/.test(text)) throw rejected('Malformed input to a URL function');
  if (/[[\]{}]/.test(path + query + place.replace(/^\[[0-9a-f:.]+\]/i, '')))
    throw new NotSimulated('curl : motifs [] et {} dans une URL');
  const scheme = given.toLowerCase();
  const login = place.lastIndexOf('@');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(place.slice(login + 1)) ?? [];
  if (host === '') throw rejected('No host part in the URL');
  if (port !== undefined && port !== '' && (!/^\d+$/.test(port) || Number(port) > 65_535))
    throw rejected('Port number was not a decimal number between 0 and 65535');
  const own = PORTS[scheme];
  if (own === undefined) throw new CurlFailure(1, `Protocol "${given}" not supported`);
  const number = port === undefined || port === '' ? own : Number(port);
  const authority = number === own ? host : `${host}:${number}`;
  const target = (asIs || path === '' ? path || '/' : withoutDots(path)) + query;
  const user = login < 0 ? undefined : place.slice(0, login);
  return { scheme, host, port: number, authority, user, target, text: `${scheme}://${authority}${target}` };
}

/** Where a `Location` leads from `base`. */
export function resolveLocation(base: CurlUrl, location: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return location;
  if (location.startsWith('//')) return `${base.scheme}:${location}`;
  const root = `${base.scheme}://${base.authority}`;
  if (location.startsWith('/')) return root + location;
  const path = base.target.replace(/\?.*/, '');
  return root + path.slice(0, path.lastIndexOf('/') + 1) + location;
}
