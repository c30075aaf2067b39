import { Failure } from '../../call.ts';

/** The ports of the schemes that wget knows. */
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, ftps: 990 };

export interface Url {
  readonly scheme: string;
  /** The scheme's own. */
  readonly port: number;
  /** With its port, where it has one. */
  readonly host: string;
  /** Without the slash before it. */
  readonly path: string;
  /** `user:password`, decoded. */
  readonly user: string | undefined;
}

/** parse_url() of networking/wget.c: lenient, and HTTP where no scheme is given. */
export function parseUrl(text: string): Url {
  const at = text.indexOf('://');
  const scheme = at < 0 ? 'http' : text.slice(0, at);
  const port = PORTS[scheme];
  if (port === undefined) throw new Failure(`not an http or ftp url: ${text}`);
  const rest = at < 0 ? text : text.slice(at + 3);
  const cut = rest.search(/[/?#]/);
  const place = cut < 0 ? rest : rest.slice(0, cut);
  const login = place.lastIndexOf('@');
  return {
    ...{ scheme, port },
    host: place.slice(login + 1),
    path: cut < 0 ? '' : rest.slice(cut + 1),
    user: login < 0 ? undefined : percentDecoded(place.slice(0, login)),
  };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The name to save under: the path's last part. */
export const fileNameOf = ({ path }: Url): string => path.slice(path.lastIndexOf('/') + 1) || 'index.html';
