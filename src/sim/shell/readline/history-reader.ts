import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { LineReader, LineResult, ReadLineOptions } from '../line-reader.ts';
import { expandHistory } from './history-expansion.ts';

/** Expands history in what another reader reads: bash does it whoever reads its lines (bashhist.c, pre_process_line). */
export class HistoryReader implements LineReader {
  readonly #sys: Pick<System, 'write'>;
  readonly #output: number;
  readonly #lines: LineReader;

  /** @param output where expanded lines are shown */
  constructor(sys: Pick<System, 'write'>, output: number, lines: LineReader) {
    this.#sys = sys;
    this.#output = output;
    this.#lines = lines;
  }

  /** Reads a line that is to be run, with its `!` references replaced. */
  *readLine(prompt: string, options: ReadLineOptions): Task<LineResult> {
    for (;;) {
      const result = yield* this.#lines.readLine(prompt, options);
      if (result.kind !== 'line') return result;
      if (options.verbatim) return result;
      const text = yield* this.#expanded(result.text, options.history);
      if (text !== undefined) return { kind: 'line', text };
    }
  }

  /** The line with `!` references replaced, shown if there were any; undefined when there is nothing to run. */
  *#expanded(line: string, history: string[]): Task<string | undefined> {
    const expansion = expandHistory(line, history);
    if ('error' in expansion) {
      yield* this.#sys.write(this.#output, `bash: ${expansion.error}\n`);
      return undefined;
    }
    if (expansion.changed) yield* this.#sys.write(this.#output, `${expansion.text}\n`);
    if (expansion.run) return expansion.text;
    history.push(expansion.text);
    return undefined;
  }
}
