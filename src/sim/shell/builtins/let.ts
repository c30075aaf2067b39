import { arithmetic } from '../expand/arithmetic-scope.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

export const letBuiltin: Builtin = function* (state, args) {
  if (args.length === 0) throw new BuiltinError('expression expected', state.dialect === 'ash' ? 2 : 1);
  return args.map((text) => arithmetic(state, text)).at(-1) === 0n ? 1 : 0;
};
