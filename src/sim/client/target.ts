/** Query parameters; undefined ones are left out, `true` is written as moby's clients do: `1`. */
export type Query = Readonly<Record<string, string | number | true | readonly string[] | undefined>>;

/** Values by filter name, as `{ label: ['a=b'] }`. */
export type FilterArgs = Readonly<Record<string, readonly string[]>>;

/** moby's `filters=` parameter: `{"driver":{"bridge":true}}`; undefined when nothing is filtered on. */
export const filtersParameter = (filters: FilterArgs = {}): string | undefined => {
  const entries = Object.entries(filters).filter(([, values]) => values.length > 0);
  if (entries.length === 0) return undefined;
  return JSON.stringify(
    Object.fromEntries(
      entries.map(([name, values]) => [name, Object.fromEntries(values.map((value) => [value, true]))]),
    ),
  );
};

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Go's url.QueryEscape. */
const queryEscape = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, percent)
    .replaceAll('%20', '+');

/** Go's escaping of `URL.Path`: these mean nothing inside a path and stay. */
const pathEscape = (path: string): string =>
  PLAIN_PATH.test(path)
    ? path
    : encodeURIComponent(path)
        .replace(/[!'()*]/g, percent)
        .replace(/%(24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent);

/** Nothing in it that would be escaped: almost every path. */
const PLAIN_PATH = /^[\w\-.~/]*$/;

/** Go's path.Join, which resolves `..` — so `docker network inspect ..` asks for another page. */
const cleanPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

/** The request target of `path` (unescaped) in API version `version`, as docker/client's `getAPIPath`. */
export const apiTarget = (version: string, path: string, query: Query = {}): string => {
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const))
    .map(([name, value]) => `${queryEscape(name)}=${queryEscape(value === true ? '1' : String(value))}`);
  const escaped = pathEscape(cleanPath(`/v${version}${path}`));
  return parameters.length === 0 ? escaped : `${escaped}?${parameters.join('&')}`;
};

/** The trimmed id; an empty one would ask for another page (docker/client's `trimID`). */
export const trimId = (kind: 'container' | 'image' | 'network' | 'volume', id: string): string => {
  const trimmed = id.trim();
  if (trimmed === '') throw new Error(`invalid ${kind} name or ID: value is empty`);
  return trimmed;
};
