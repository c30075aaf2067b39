import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { bare, eachInput, LineReader, PLAIN } from '../inputs.ts';

/** nl: numbers lines; by -b t only those that are not empty. */
export function* nl(call: Call): Task<number> {
  const { options, sys } = call;
  const [style = 't', separator = '\t', width = '6'] = ['b', 's', 'w'].map((key) => options.value(key));
  let number = Number(options.value('v') ?? 1);
  const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
    const reader = new LineReader(sys, fd);
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      const text = bare(line);
      const numbered = style === 'a' || (style === 't' && text !== '');
      yield* call.print(
        numbered
          ? `${String(number).padStart(Number(width))}${separator}${text}\n`
          : `${' '.repeat(Number(width) + separator.length)}${text}\n`,
      );
      if (numbered) number += Number(options.value('i') ?? 1);
    }
  });
  return well ? 0 : 1;
}
