import { withEscapes } from './escapes.ts';

/** What echo prints: `-n` without a newline, `-e` with escapes, `-E` without; other words are text. */
export function echoText(words: readonly string[]): string {
  const left = [...words];
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(left[0] ?? '')) {
    for (const letter of (left.shift() as string).slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const joined = left.join(' ');
  if (!escapes) return joined + (newline ? '\n' : '');
  const { text, stopped } = withEscapes(joined);
  return text + (newline && !stopped ? '\n' : '');
}
