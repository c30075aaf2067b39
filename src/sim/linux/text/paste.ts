import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { eachInput, PLAIN, readLines } from '../inputs.ts';
import { withEscapes } from './escapes.ts';

/** paste: the lines of files side by side, or with -s each file's lines in one. */
export function* paste(call: Call): Task<number> {
  const delimiters = [...withEscapes(call.options.value('d') ?? '\t').text.replaceAll('\\0', '\0')];
  const between = (i: number): string =>
    delimiters.length === 0 ? '' : (delimiters[i % delimiters.length] as string).replace('\0', '');
  const files: string[][] = [];
  const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
    files.push(yield* readLines(call.sys, fd));
  });
  const join = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell : between(i - 1) + cell)).join('');
  const height = Math.max(0, ...files.map((lines) => lines.length));
  const rows = call.options.has('s')
    ? files
    : Array.from({ length: height }, (_, row) => files.map((lines) => lines[row] ?? ''));
  yield* call.print(rows.map((cells) => `${join(cells)}\n`).join(''));
  return well ? 0 : 1;
}
