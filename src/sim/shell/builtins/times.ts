import type { Builtin } from './builtin.ts';
import { output } from './echo.ts';

/** Processor time of the shell and its children, user and system: computing takes none here. */
export const times: Builtin = function* (state) {
  return yield* output(state, '0m0.000s 0m0.000s\n'.repeat(2));
};
