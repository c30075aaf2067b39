import { described, JqError, type Json } from './value.ts';

/** The flags of jq's regular expressions that JavaScript has too. */
function flagsOf(flags: Json): string {
  const letters = flags === null ? '' : String(flags);
  const wrong = [...letters].find((letter) => !'gimnpslx'.includes(letter));
  if (wrong !== undefined) throw new JqError(`${letters} is not a valid modifier string`);
  return `gud${letters.includes('i') ? 'i' : ''}${letters.includes('s') || letters.includes('p') ? 's' : ''}`;
}

const object = (entries: readonly (readonly [string, Json])[]): Json => new Map(entries);

/** What `match` gives: an object for each match, or with `test` whether there is one. */
export function matches(value: Json, pattern: Json, flags: Json, test: boolean): Json {
  if (typeof value !== 'string') throw new JqError(`${described(value)} cannot be matched, as it is not a string`);
  if (typeof pattern !== 'string') throw new JqError(`${described(pattern)} cannot be matched, as it is not a string`);
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, flagsOf(flags));
  } catch (error) {
    if (error instanceof JqError) throw error;
    throw new JqError(`${pattern} (at offset 0) is not a valid regex`);
  }
  if (test) return regex.test(value);
  const found = [...value.matchAll(regex)];
  return (String(flags ?? '').includes('g') ? found : found.slice(0, 1)).map((match) => matchObject(match, value));
}

function matchObject(match: RegExpExecArray, whole: string): Json {
  const names = new Map(Object.entries(match.indices?.groups ?? {}).map(([name, span]) => [String(span), name]));
  const offset = (at: number): number => [...whole.slice(0, at)].length;
  const captures = match.slice(1).map((text, i) => {
    const span = match.indices?.[i + 1];
    return object([
      ['offset', span ? offset(span[0]) : -1],
      ['length', text === undefined ? 0 : [...text].length],
      ['string', text ?? null],
      ['name', names.get(String(span)) ?? null],
    ]);
  });
  return object([
    ['offset', offset(match.index)],
    ['length', [...match[0]].length],
    ['string', match[0]],
    ['captures', captures],
  ]);
}
