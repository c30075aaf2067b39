import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { type Complaints, eachInput, readLines } from '../inputs.ts';
import { orDie } from '../system-call.ts';
import { keyComparison, orderOf, parseKey, type SortSettings, sortLines } from './sort.ts';

/** The letters of sort that both packages have. */
export const SORT_OPTIONS = 'nrughMcszbdfiVk:t:o:';

function settingsOf({ options }: Call, badKey: (text: string) => string): SortSettings {
  const order = orderOf((letter) => options.has(letter));
  const keys = options.values('k').map((text) => {
    const key = parseKey(text, order);
    if (key === undefined) throw new Failure(badKey(text), 2);
    return key;
  });
  return { keys, order, separator: options.value('t'), stable: options.has('s') };
}

/** sort: the lines of all files in order. An unreadable file ends it with `status`. */
export function* sort(
  call: Call,
  complaints: Complaints & { badKey(text: string): string },
  status: number,
): Task<number> {
  const settings = settingsOf(call, complaints.badKey);
  const lines: string[] = [];
  const well = yield* eachInput(call, call.operands, complaints, function* (fd) {
    for (const line of yield* readLines(call.sys, fd)) lines.push(line);
  });
  if (!well) return status;
  if (call.options.has('c')) return yield* check(call, lines, settings);
  const text = sortLines(lines, settings, call.options.has('u'))
    .map((line) => `${line}\n`)
    .join('');
  const path = call.options.value('o');
  if (path === undefined) yield* call.print(text);
  else
    yield* call.sys.write(
      orDie(path, () => call.sys.open(path, { write: true, create: true, truncate: true }), 2),
      text,
    );
  return 0;
}

function* check(call: Call, lines: readonly string[], settings: SortSettings): Task<number> {
  const compare = keyComparison(settings);
  const wrong = lines.findIndex((line, i) => i > 0 && compare(lines[i - 1] as string, line) > 0);
  if (wrong < 0) return 0;
  yield* call.warn(`${call.operands[0] ?? '-'}:${wrong + 1}: disorder: ${lines[wrong]}`);
  return 1;
}
