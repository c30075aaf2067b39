import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError, notSimulated } from './builtin.ts';
import { cd } from './cd.ts';
import { output } from './echo.ts';

/** bash's directory stack: the current one, then what pushd has put aside. */
const stackOf = (state: ShellState): string[] => [state.variables.get('PWD') ?? state.sys.cwd(), ...state.directories];

function shown(state: ShellState, path: string): string {
  const home = state.variables.get('HOME');
  if (home === undefined || home === '/') return path;
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function* list(state: ShellState): Task<number> {
  const paths = stackOf(state).map((path) => shown(state, path));
  return yield* output(state, `${paths.join(' ')}\n`);
}

export const dirs: Builtin = function* (state, args) {
  const paths = stackOf(state);
  switch (args[0]) {
    case undefined:
      return yield* list(state);
    case '-c':
      state.directories = [];
      return 0;
    case '-l':
      return yield* output(state, `${paths.join(' ')}\n`);
    case '-p':
      return yield* output(state, paths.map((path) => `${shown(state, path)}\n`).join(''));
    case '-v':
      return yield* output(state, paths.map((path, i) => `${String(i).padStart(2)}  ${shown(state, path)}\n`).join(''));
    default:
      throw notSimulated(`dirs ${args[0]}`);
  }
};

export const pushd: Builtin = function* (state, args) {
  const [target] = args;
  if (target !== undefined && /^[-+]/.test(target)) throw notSimulated(`pushd ${target}`);
  const [current = '', next, ...rest] = stackOf(state);
  if (target === undefined && next === undefined) throw new BuiltinError('no other directory', 1);
  yield* cd(state, [target ?? (next as string)]);
  state.directories = target === undefined ? [current, ...rest] : [current, ...state.directories];
  return yield* list(state);
};

export const popd: Builtin = function* (state, args) {
  if (args[0] !== undefined) throw notSimulated(`popd ${args[0]}`);
  const [next, ...rest] = state.directories;
  if (next === undefined) throw new BuiltinError('directory stack empty', 1);
  yield* cd(state, [next]);
  state.directories = rest;
  return yield* list(state);
};
