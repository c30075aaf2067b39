import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { withEscapes } from './escapes.ts';

export const echo: Builtin = function* (state, args) {
  let newline = true;
  let escapes = false;
  let first = 0;
  for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
    for (const letter of (args[first] as string).slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(first).join(' ');
  if (!escapes) return yield* output(state, text + (newline ? '\n' : ''));
  const { bytes, stopped } = withEscapes(text, true);
  return yield* output(state, newline && !stopped ? Uint8Array.of(...bytes, 10) : bytes);
};

/** Writes a builtin's output. Throws {@link BuiltinError} where it cannot be written. */
export function* output(state: ShellState, data: string | Uint8Array): Task<number> {
  if (data.length === 0) return 0;
  try {
    yield* state.sys.write(1, data);
  } catch (error) {
    if (isErrno(error)) throw new BuiltinError(`write error: ${error.message}`, 1);
    throw error;
  }
  return 0;
}
