import type { Builtin } from './builtin.ts';
import { output } from './echo.ts';

export const history: Builtin = function* (state, args) {
  const entries = state.history;
  if (args[0] === '-c' && state.dialect === 'bash') {
    entries.length = 0;
    return 0;
  }
  const first = /^\d+$/.test(args[0] ?? '') ? Math.max(0, entries.length - Number(args[0])) : 0;
  const base = state.dialect === 'ash' ? 0 : 1;
  const separator = state.dialect === 'ash' ? ' ' : '  ';
  const width = state.dialect === 'ash' ? 4 : 5;
  const lines = entries
    .slice(first)
    .map((line, i) => `${String(first + i + base).padStart(width)}${separator}${line}\n`);
  return yield* output(state, lines.join(''));
};
