import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { bare, eachInput, LineReader, PLAIN } from '../inputs.ts';

/** Ranges of positions from 1, both ends included. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/** `1,3-5,7-`. Throws Failure with the complaint `wrong` makes. */
export function parseRanges(list: string, wrong: (part: string) => string): Ranges {
  return list.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (match === null || part === '' || part === '-' || match[1] === '0') throw new Failure(wrong(part));
    const first = Number(match[1] || 1);
    const last = match[2] === '' ? first : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (last < first) throw new Failure(wrong(part));
    return [first, last] as const;
  });
}

const isIn = (ranges: Ranges, position: number): boolean =>
  ranges.some(([first, last]) => position >= first && position <= last);

export interface CutSettings {
  readonly unit: 'fields' | 'characters';
  readonly ranges: Ranges;
  readonly complement: boolean;
  readonly delimiter: string;
  readonly outputDelimiter: string;
  /** Leave out lines without a delimiter. */
  readonly onlyDelimited: boolean;
}

/** The wanted part of a line; undefined: the line is left out. */
export function cutLine(line: string, settings: CutSettings): string | undefined {
  const { unit, ranges, complement, delimiter, outputDelimiter, onlyDelimited } = settings;
  const wanted = (_: string, i: number): boolean => isIn(ranges, i + 1) !== complement;
  if (unit === 'characters') return [...line].filter(wanted).join('');
  if (!line.includes(delimiter)) return onlyDelimited ? undefined : line;
  return line.split(delimiter).filter(wanted).join(outputDelimiter);
}

/** Prints the wanted part of each line of the operands. Gives the exit status. */
export function* cutInputs(call: Call, settings: CutSettings): Task<number> {
  const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
    const reader = new LineReader(call.sys, fd);
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      const part = cutLine(bare(line), settings);
      if (part !== undefined) yield* call.print(`${part}\n`);
    }
  });
  return well ? 0 : 1;
}
