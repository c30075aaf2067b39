import type { Task } from '../../kernel/task.ts';
import { complaint } from '../messages.ts';
import { findProgram } from '../run/launch.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, notSimulated } from './builtin.ts';
import { output } from './echo.ts';

/** ash looks each name up, and forgets nothing that shows. */
function* ashHash(state: ShellState, args: readonly string[]): Task<number> {
  let status = 0;
  for (const name of args.filter((arg) => arg !== '-r')) {
    if (state.functions.has(name) || typeof findProgram(state, name) === 'string') continue;
    yield* state.sys.write(2, complaint(state, `${name}: not found`, 'hash'));
    status = 1;
  }
  return status;
}

/** hash, in bash: the programs whose places the shell remembers (hash.def). ash's forgets nothing that shows. */
export const hash: Builtin = function* (state, args) {
  const { hashed } = state;
  if (state.dialect === 'ash') return yield* ashHash(state, args);
  if (args[0]?.startsWith('-') && args[0] !== '-r') throw notSimulated(`hash ${args[0]}`);
  if (args[0] === '-r') hashed.clear();
  if (args.length === 0) {
    const lines = [...hashed.values()].map(({ hits, path }) => `${String(hits).padStart(4)}\t${path}\n`);
    return yield* output(state, lines.length === 0 ? 'hash: hash table empty\n' : `hits\tcommand\n${lines.join('')}`);
  }
  let status = 0;
  for (const name of args.filter((arg) => arg !== '-r')) {
    const path = findProgram(state, name);
    if (typeof path === 'string') hashed.set(name, { path, hits: 0 });
    else {
      yield* state.sys.write(2, complaint(state, `${name}: not found`, 'hash'));
      status = 1;
    }
  }
  return status;
};
