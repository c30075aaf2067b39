import type { ReplacementPart } from './script.ts';

const FOLDS = 'ULulE';
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** The parts of what stands behind `s/…/`; changes of case are GNU's. */
export function parseReplacement(text: string, gnu: boolean): ReplacementPart[] {
  return (text.match(/\\[\s\S]|&|[^\\&]+/g) ?? []).map((piece): ReplacementPart => {
    if (piece === '&') return 0;
    if (!piece.startsWith('\\')) return piece;
    const char = piece.slice(1);
    if (/\d/.test(char)) return Number(char);
    if (gnu && FOLDS.includes(char)) return { fold: char as 'U' };
    return ESCAPES[char] ?? char;
  });
}

/** What takes the place of `match`: its groups, the case as told. */
export function expandReplacement(parts: readonly ReplacementPart[], match: RegExpExecArray): string {
  let out = '';
  let whole = 'E';
  let once = '';
  for (const part of parts) {
    if (typeof part === 'object') {
      if ('ULE'.includes(part.fold)) [whole, once] = [part.fold, ''];
      else once = part.fold;
      continue;
    }
    const text = typeof part === 'number' ? (match[part] ?? '') : part;
    const folded = whole === 'U' ? text.toUpperCase() : whole === 'L' ? text.toLowerCase() : text;
    const [first = ''] = folded;
    out +=
      once === '' ? folded : (once === 'u' ? first.toUpperCase() : first.toLowerCase()) + folded.slice(first.length);
    if (text !== '') once = '';
  }
  return out;
}
