import type { Word, WordPart } from '../parse/ast.ts';

/** bash's brace expansion: on a word as it was typed, before all other expansions. */

/** The offset after the quoted stretch or `${…}` that starts at `pos`, or after one character. */
function step(text: string, pos: number): number {
  const char = text[pos];
  if (char === '\\') return pos + 2;
  if (char === "'" || char === '"' || char === '`') {
    let at = pos + 1;
    while (at < text.length && text[at] !== char) at += text[at] === '\\' && char !== "'" ? 2 : 1;
    return at + 1;
  }
  if (char === '$' && (text[pos + 1] === '{' || text[pos + 1] === '(')) {
    const close = text[pos + 1] === '{' ? '}' : ')';
    let at = pos + 2;
    while (at < text.length && text[at] !== close) at = step(text, at);
    return at + 1;
  }
  return pos + 1;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly items: readonly string[];
}

/** Reads the brace that opens at `start`; undefined where it does not close. */
function readBrace(text: string, start: number): Brace | undefined {
  const cuts = [start];
  let depth = 0;
  for (let at = start + 1; at < text.length; ) {
    const char = text[at];
    if (char === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (char === '}') {
      cuts.push(at);
      const items = cuts.slice(1).map((cut, i) => text.slice((cuts[i] as number) + 1, cut));
      return { start, end: at + 1, items };
    } else if (char === ',' && depth === 0) cuts.push(at);
    at = char === '{' || char === '}' ? at + 1 : step(text, at);
  }
  return undefined;
}

const character = (code: number): string => String.fromCharCode(code);

/** `1..5`, `01..10..3`, `a..e`: the items of a sequence. */
function sequence(text: string): string[] | undefined {
  const match = /^(?:(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, low, high, first, last, by] = match;
  const from = low === undefined ? (first as string).charCodeAt(0) : Number(low);
  const to = high === undefined ? (last as string).charCodeAt(0) : Number(high);
  const width = low !== undefined && /^-?0\d|^-?0\d/.test(`${low}`) ? Math.max(low.length, (high as string).length) : 0;
  const stride = Math.max(1, Math.abs(Number(by ?? 1)));
  const items: string[] = [];
  for (let i = 0; i <= Math.abs(to - from) && items.length < 100_000; i += stride) {
    const value = from + (to < from ? -i : i);
    items.push(low === undefined ? character(value) : String(value).padStart(width, '0'));
  }
  return items;
}

/** The words that `text` stands for: itself alone where it has no brace to expand. */
export function expandBraces(text: string): string[] {
  for (let at = 0; at < text.length; at = step(text, at)) {
    if (text[at] !== '{' || (at > 0 && text[at - 1] === '$')) continue;
    const brace = readBrace(text, at);
    if (brace === undefined) continue;
    const items = brace.items.length > 1 ? brace.items.flatMap(expandBraces) : sequence(brace.items[0] as string);
    if (items === undefined) continue;
    const rest = expandBraces(text.slice(brace.end));
    return items.flatMap((item) => rest.map((tail) => text.slice(0, at) + item + tail));
  }
  return [text];
}

/** A lone low surrogate, which no text has, stands for each part that is no literal; there are 1024 of them. */
const PLACE = 0xdc00;
const PLACES = 1024;

/** A word with its braces expanded; what is quoted, or itself an expansion, takes no part in it. */
export function expandWordBraces(word: Word): readonly Word[] {
  const { parts } = word;
  const braces = parts.some((part) => part.type === 'Literal' && part.text.includes('{'));
  if (!braces || parts.length > PLACES) return [word];
  const text = parts.map((part, i) => (part.type === 'Literal' ? part.text : character(PLACE + i))).join('');
  const partOf = (piece: string): WordPart => parts[piece.charCodeAt(0) - PLACE] ?? { type: 'Literal', text: piece };
  return expandBraces(text).map((one) => {
    const pieces = one.match(/[\udc00-\udfff]|[^\udc00-\udfff]+/gu) ?? [];
    return { type: 'Word', text: one, parts: pieces.map(partOf) };
  });
}
