import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { type Complaints, eachInput } from '../inputs.ts';
import { readAll } from '../read-file.ts';

export interface Counts {
  readonly lines: number;
  readonly words: number;
  readonly characters: number;
  readonly bytes: number;
  /** The longest line's width. */
  readonly longest: number;
}

const COLUMNS = [
  ['l', 'lines'],
  ['w', 'words'],
  ['m', 'characters'],
  ['c', 'bytes'],
  ['L', 'longest'],
] as const;

function countText(bytes: Uint8Array): Counts {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split('\n');
  return {
    lines: lines.length - 1,
    words: text.match(/\S+/g)?.length ?? 0,
    characters: [...text].length,
    bytes: bytes.length,
    longest: lines.reduce((most, line) => Math.max(most, [...line].length), 0),
  };
}

const add = (a: Counts, b: Counts): Counts => ({
  lines: a.lines + b.lines,
  words: a.words + b.words,
  characters: a.characters + b.characters,
  bytes: a.bytes + b.bytes,
  longest: Math.max(a.longest, b.longest),
});

/** The columns that the options l w m c L ask for, or lines, words and bytes. */
export function chosenColumns({ options }: Call): (keyof Counts)[] {
  const chosen = COLUMNS.filter(([key]) => options.has(key)).map(([, column]) => column);
  return chosen.length > 0 ? chosen : ['lines', 'words', 'bytes'];
}

/** wc: counts; `widthOf` says how wide the columns are, given all counts. */
export function* wc(call: Call, complaints: Complaints, widthOf: (all: readonly Counts[]) => number): Task<number> {
  const columns = chosenColumns(call);
  const found: { counts: Counts; path: string }[] = [];
  const well = yield* eachInput(call, call.operands, complaints, function* (fd, path) {
    found.push({ counts: countText(yield* readAll(call.sys, fd)), path: call.operands.length === 0 ? '' : path });
  });
  if (call.operands.length > 1) {
    const total = found.reduce((sum, { counts }) => add(sum, counts), countText(new Uint8Array(0)));
    found.push({ counts: total, path: 'total' });
  }
  const width = widthOf(found.map(({ counts }) => counts));
  for (const { counts, path } of found) {
    const cells = columns.map((column) => String(counts[column]).padStart(width));
    yield* call.print(`${cells.join(' ')}${path === '' ? '' : ` ${path}`}\n`);
  }
  return well ? 0 : 1;
}
