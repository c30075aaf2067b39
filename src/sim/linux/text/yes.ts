import { MILLISECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';

const CHUNK = 4096;

/** yes: a line, for ever. A terminal takes all at once, so time must pass between, or nothing else would ever run. */
export function* yes(call: Call): Task<number> {
  const line = `${call.operands.length > 0 ? call.operands.join(' ') : 'y'}\n`;
  const chunk = line.repeat(Math.ceil(CHUNK / line.length));
  for (;;) {
    yield* call.print(chunk);
    yield* call.sys.sleep(MILLISECOND);
  }
}
