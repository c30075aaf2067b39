import type { Builtin } from './builtin.ts';

/** `:` and `true`. */
export const trueBuiltin: Builtin = function* () {
  return 0;
};

export const falseBuiltin: Builtin = function* () {
  return 1;
};
