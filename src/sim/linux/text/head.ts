import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { type Complaints, eachInput, LineReader } from '../inputs.ts';
import { readAll } from '../read-file.ts';

/** How much of an input is wanted; a negative `count` is all but so much of its end. */
export interface Amount {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
}

/** The `==> name <==` that goes before a file's part, where several are shown. */
export class Titles {
  readonly #shown: boolean;
  #first = true;

  constructor({ options, operands }: Call) {
    const asked = options.last('q', 'v');
    this.#shown = asked === 'v' || (asked === undefined && operands.length > 1);
  }

  next(path: string): string {
    const title = this.#shown ? `${this.#first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n` : '';
    this.#first = false;
    return title;
  }
}

/** head: the first lines or bytes of each file. */
export function* head(call: Call, amount: Amount, complaints: Complaints): Task<number> {
  const titles = new Titles(call);
  const well = yield* eachInput(call, call.operands, complaints, function* (fd, path) {
    yield* call.print(titles.next(path));
    if (amount.unit === 'bytes') yield* headBytes(call, fd, amount.count);
    else yield* headLines(call, fd, amount.count);
  });
  return well ? 0 : 1;
}

function* headBytes(call: Call, fd: number, count: number): Task<void> {
  if (count < 0) {
    const all = yield* readAll(call.sys, fd);
    return yield* call.print(all.subarray(0, Math.max(0, all.length + count)));
  }
  for (let left = count; left > 0; ) {
    const chunk = yield* call.sys.read(fd, left);
    if (chunk.length === 0) return;
    yield* call.print(chunk);
    left -= chunk.length;
  }
}

function* headLines(call: Call, fd: number, count: number): Task<void> {
  const reader = new LineReader(call.sys, fd);
  const held: string[] = [];
  const keep = Math.max(0, -count);
  for (let shown = 0; count < 0 || shown < count; shown++) {
    const line = yield* reader.next();
    if (line === undefined) return;
    held.push(line);
    if (held.length > keep) yield* call.print(held.shift() as string);
  }
}
