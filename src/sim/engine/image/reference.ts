import { invalidParameter, systemError } from '../errors.ts';

/** The familiar name of an image with its tag: `docker.io/library/alpine` → `alpine:latest` (distribution/reference). */
export function familiarReference(text: string): string {
  const name = text.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
  return hasTag(name) ? name : `${name}:latest`;
}

const hasTag = (name: string): boolean => name.lastIndexOf(':') > name.lastIndexOf('/');

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const DIGEST = /^[a-z0-9]+:[0-9a-f]{32,}$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** Throws for what is no image's name, or `tag`, given apart, no tag (distribution/reference). */
export function checkReference(text: string, tag = ''): void {
  const [named = '', digest] = text.split('@');
  const [repository, own] = hasTag(named) ? splitReference(named) : [named, undefined];
  const slash = repository.indexOf('/');
  const head = repository.slice(0, Math.max(slash, 0));
  const isDomain = /[.:]/.test(head) || head === 'localhost' || head !== head.toLowerCase();
  const path = isDomain ? repository.slice(slash + 1) : slash < 0 ? `library/${repository}` : repository;
  if (path !== path.toLowerCase()) {
    throw invalidParameter(`invalid reference format: repository name (${path}) must be lowercase`);
  }
  if (!PATH.test(path) || (own !== undefined && !TAG.test(own)) || (digest !== undefined && !DIGEST.test(digest))) {
    throw invalidParameter('invalid reference format');
  }
  if (tag !== '' && !TAG.test(tag) && !tag.includes(':')) throw invalidParameter('invalid tag format');
}

/** Repository and tag of a familiar reference. */
export function splitReference(reference: string): [repository: string, tag: string] {
  const colon = reference.lastIndexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

/** Does a pattern of `--filter reference=` match? `*` and `?` stop at slashes (path.Match). */
export function matchesReference(pattern: string, reference: string): boolean {
  if (/\[[^\]]*$/.test(pattern)) throw systemError('syntax error in pattern');
  const expression = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const [repository] = splitReference(reference);
  return [reference, repository].some((text) => new RegExp(`^${expression}$`).test(text));
}
