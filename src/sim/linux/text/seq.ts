/** The numbers from `first` to `last`, as seq(1) writes them: with as many decimals as its operands, of one width where asked. */
export function sequence(words: readonly string[], equalWidth: boolean): string[] {
  const [first = '1', step = '1', last = ''] =
    words.length === 1 ? ['1', '1', words[0]] : words.length === 2 ? [words[0], '1', words[1]] : words;
  const decimals = Math.max(...[first, step].map((word) => word.split('.')[1]?.length ?? 0));
  const [from, by, to] = [first, step, last].map(Number) as [number, number, number];
  const scale = 10 ** Math.max(decimals, last.split('.')[1]?.length ?? 0);
  const count = Math.floor((Math.round(to * scale) - Math.round(from * scale)) / Math.round(by * scale)) + 1;
  const texts = Array.from({ length: Math.max(0, count) }, (_, i) => (from + i * by).toFixed(decimals));
  if (!equalWidth) return texts;
  const width = Math.max(from.toFixed(decimals).length, to.toFixed(decimals).length);
  return texts.map((text) =>
    text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0'),
  );
}

/** Words that are no numbers, or a step of 0: what seq refuses. */
export const wrongNumber = (words: readonly string[]): string | undefined =>
  words.find((word) => word.trim() === '' || !Number.isFinite(Number(word)));
