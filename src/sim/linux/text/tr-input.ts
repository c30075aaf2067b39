import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { type Translation, translator } from './tr.ts';

/** tr: changes the standard input, chunk by chunk. */
export function* translateInput(call: Call, translation: Translation): Task<number> {
  const translate = translator(translation);
  const decoder = new TextDecoder();
  for (;;) {
    const chunk = yield* call.sys.read(0);
    yield* call.print(translate(decoder.decode(chunk, { stream: chunk.length > 0 })));
    if (chunk.length === 0) return 0;
  }
}
