/** An image's name taken apart: `docker.io/library/alpine:3.20` (distribution/reference). */
export interface ImageReference {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

const DEFAULT_DOMAIN = 'docker.io';
const OFFICIAL = 'library/';

const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const DOMAIN =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Domain and path as docker completes them: `alpine` is `docker.io/library/alpine`. */
function splitDomain(name: string): [string, string] {
  const slash = name.indexOf('/');
  const head = slash < 0 ? '' : name.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(head) || head === 'localhost' || head !== head.toLowerCase());
  const domain = !isDomain || head === 'index.docker.io' ? DEFAULT_DOMAIN : head;
  const path = isDomain ? name.slice(slash + 1) : name;
  return [domain, domain === DEFAULT_DOMAIN && !path.includes('/') ? OFFICIAL + path : path];
}

/** Reads an image's name; throws what docker says of one that it cannot read. */
export function parseReference(text: string): ImageReference {
  if (/^[a-f0-9]{64}$/.test(text)) {
    throw new Error(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const at = text.indexOf('@');
  const [named, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const [domain, path] = splitDomain(tagged ? named.slice(0, colon) : named);
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (path.toLowerCase() !== path) {
    throw new Error(`invalid reference format: repository name (${path}) must be lowercase`);
  }
  const valid = DOMAIN.test(domain) && PATH.test(path) && (tag === undefined || TAG.test(tag));
  if (!valid || (digest !== undefined && !DIGEST.test(digest))) throw new Error('invalid reference format');
  return { domain, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** With the tag `latest` where it has neither tag nor digest. */
export const withDefaultTag = (reference: ImageReference): ImageReference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference;

/** The name as people write it, without tag: `alpine`, `example.com/team/app`. */
export const familiarName = ({ domain, path }: ImageReference): string =>
  domain === DEFAULT_DOMAIN
    ? /^library\/[^/]+$/.test(path)
      ? path.slice(OFFICIAL.length)
      : path
    : `${domain}/${path}`;

const suffix = ({ tag, digest }: ImageReference): string =>
  (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);

export const familiarString = (reference: ImageReference): string => familiarName(reference) + suffix(reference);

/** The whole name: `docker.io/library/alpine:latest`. */
export const canonicalString = (reference: ImageReference): string =>
  `${reference.domain}/${reference.path}${suffix(reference)}`;
