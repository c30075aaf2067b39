type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One line of a JSON document, and the lines below it, with what became of it. */
export interface TreeLine {
  /** Where it is, as a pointer (RFC 6901): no two lines share one. */
  readonly path: string;
  /** Its name in an object, its place in a list; none at the root. */
  readonly name: string;
  readonly sign: '+' | '-' | '~' | '';
  /** As JSON, where it has nothing below. */
  readonly value?: string;
  /** As JSON, how it was where it was another way. */
  readonly before?: string;
  readonly list: boolean;
  readonly lines: readonly TreeLine[];
  /** How many lines with a sign there are below. */
  readonly changed: number;
}

interface Place {
  readonly path: string;
  readonly name: string;
}

/** A document line by line, with what differs from how it was; where one of the two is left out, there was or is none. */
export function treeOf(before: string | undefined, after: string | undefined): TreeLine {
  return lineOf({ path: '', name: '' }, parsed(before), parsed(after));
}

const parsed = (text: string | undefined): Json | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Json);

const isTree = (json: Json | undefined): json is Extract<Json, object> => typeof json === 'object' && json !== null;

const nameInLists = (name: string, list: boolean): string => (list ? `[${name}]` : JSON.stringify(name));

function lineOf(place: Place, before: Json | undefined, after: Json | undefined): TreeLine {
  const present = after ?? (after === null ? null : before);
  const sign = signOf(before, after);
  const sameKind = isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after);
  const lines = isTree(present) ? linesBelow(place, sameKind || after === undefined ? before : undefined, after) : [];
  const list = Array.isArray(present);
  return {
    ...place,
    sign,
    list,
    lines,
    ...(lines.length === 0 && { value: isTree(present) ? (list ? '[]' : '{}') : JSON.stringify(present) }),
    ...(sign === '~' && { before: JSON.stringify(before) }),
    changed: lines.reduce((sum, line) => sum + line.changed + (line.sign === '' ? 0 : 1), 0),
  };
}

/** Of two objects or two lists only the lines below differ. */
function signOf(before: Json | undefined, after: Json | undefined): TreeLine['sign'] {
  if (before === undefined) return '+';
  if (after === undefined) return '-';
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) return '';
  return before === after ? '' : '~';
}

function linesBelow({ path }: Place, before: Json | undefined, after: Json | undefined): TreeLine[] {
  const [former, present] = [entriesOf(before), entriesOf(after)];
  const list = Array.isArray(after ?? before);
  return [...new Set([...present.keys(), ...former.keys()])].map((key) =>
    lineOf(
      { path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, name: nameInLists(key, list) },
      former.get(key),
      present.get(key),
    ),
  );
}

const entriesOf = (json: Json | undefined): ReadonlyMap<string, Json> =>
  new Map(isTree(json) ? Object.entries(json) : []);

/** A line that is seen, with its place among its siblings (from 1). */
export interface SeenLine {
  readonly line: TreeLine;
  readonly level: number;
  readonly place: number;
  readonly siblings: number;
}

/** The lines that are seen where those of `open` are unfolded, from above. */
export function seenLines(root: TreeLine, open: ReadonlySet<string>): SeenLine[] {
  const below = (lines: readonly TreeLine[], level: number): SeenLine[] =>
    lines.flatMap((line, index) => [
      { line, level, place: index + 1, siblings: lines.length },
      ...(open.has(line.path) ? below(line.lines, level + 1) : []),
    ]);
  return below(root.lines, 1);
}

/** What is unfolded to begin with: where something has changed. */
export const openAtFirst = (root: TreeLine): ReadonlySet<string> =>
  new Set(root.lines.flatMap((line) => (line.changed === 0 ? [] : [line.path, ...openAtFirst(line)])));
