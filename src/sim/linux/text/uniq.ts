import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { bare, LineReader } from '../inputs.ts';

/** Which part of a line is compared: the options f (fields), s and w (characters) and i (case). */
function comparedPart({ options }: Call): (line: string) => string {
  const [fields, skipped, width] = ['f', 's', 'w'].map((key) => options.value(key));
  return (line) => {
    let part = line;
    for (let i = 0; i < Number(fields ?? 0); i++) part = part.replace(/^\s*\S*/, '');
    part = part.slice(Number(skipped ?? 0));
    if (width !== undefined) part = part.slice(0, Number(width));
    return options.has('i') ? part.toLowerCase() : part;
  };
}

/** uniq: repeated lines once; `-c` counts them, `-d` shows only those, `-u` only the others. */
export function* uniq(call: Call, fd: number, write: (text: string) => Task<unknown>): Task<void> {
  const { sys, options } = call;
  const part = comparedPart(call);
  const reader = new LineReader(sys, fd);
  let held: string | undefined;
  let count = 0;
  const flush = function* (): Task<void> {
    if (held === undefined || (options.has('d') && count === 1) || (options.has('u') && count > 1)) return;
    yield* write(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${held}\n`);
  };
  for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
    const text = bare(line);
    if (held !== undefined && part(text) === part(held)) count++;
    else {
      yield* flush();
      held = text;
      count = 1;
    }
  }
  yield* flush();
}
