/** The familiar name of an image with its tag: `docker.io/library/alpine` → `alpine:latest` (distribution/reference). */
export function familiarReference(text: string): string {
  const name = text.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
  return hasTag(name) ? name : `${name}:latest`;
}

const hasTag = (name: string): boolean => name.lastIndexOf(':') > name.lastIndexOf('/');

/** Repository and tag of a familiar reference. */
export function splitReference(reference: string): [repository: string, tag: string] {
  const colon = reference.lastIndexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

/** Does a pattern of `--filter reference=` match? `*` and `?` stop at slashes (path.Match). */
export function matchesReference(pattern: string, reference: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const [repository] = splitReference(reference);
  return [reference, repository].some((text) => new RegExp(`^${expression}$`).test(text));
}
