import fc from 'fast-check';
import { VALUES, type Vocabulary } from './vocabulary.test-support.ts';

type Edit = (words: readonly string[], at: number, word: string) => readonly string[];

const EDITS: readonly Edit[] = [
  (words) => words,
  (words, at, word) => words.with(at, word),
  (words, at, word) => words.toSpliced(at, 0, word),
  (words, at) => words.toSpliced(at, 1),
  (words, at) => words.toSpliced(at, 0, words[at] as string),
  (words, at) => words.slice(0, at),
  (words, at, word) => words.slice(0, at).concat(word),
];

/** A meaningful line that was changed here and there, or any words at all. */
export function argumentsOf({ lines, words }: Vocabulary): fc.Arbitrary<readonly string[]> {
  const word = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...VALUES) },
  );
  const edit = fc.tuple(fc.constantFrom(...EDITS), fc.nat(), word);
  const changed = fc
    .tuple(fc.constantFrom(...lines), fc.array(edit, { minLength: 0, maxLength: 3 }))
    .map(([line, edits]) =>
      edits.reduce<readonly string[]>(
        (list, [change, at, added]) => (list.length === 0 ? list : change(list, at % list.length, added)),
        line.split(' '),
      ),
    );
  return fc.oneof({ weight: 3, arbitrary: changed }, { weight: 1, arbitrary: fc.array(word, { maxLength: 5 }) });
}
