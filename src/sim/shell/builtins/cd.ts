import { type Errno, isErrno } from '../../kernel/errno.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

/** `a/./b/../c` → `a/c`, by name only: what `cd -L` does (POSIX cd, step 8). */
function logicalPath(from: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function destination(state: ShellState, args: readonly string[]): { path: string; shown: boolean } {
  const [target = state.variables.get('HOME')] = args;
  if (target === undefined) {
    if (state.dialect === 'bash') throw new BuiltinError('HOME not set', 1);
    return { path: '', shown: false };
  }
  if (target !== '-') return { path: target, shown: false };
  const old = state.variables.get('OLDPWD');
  if (old === undefined && state.dialect === 'bash') throw new BuiltinError('OLDPWD not set', 1);
  return { path: old ?? '', shown: true };
}

/** Tries CDPATH's directories for a relative name. */
function throughCdPath(state: ShellState, path: string): string | undefined {
  const list = state.variables.get('CDPATH');
  if (list === undefined || /^\.{0,2}\//.test(path) || path === '.' || path === '..') return undefined;
  return list
    .split(':')
    .filter((directory) => directory !== '')
    .map((directory) => `${directory}/${path}`)
    .find((candidate) => {
      try {
        return state.sys.stat(candidate).type === 'directory';
      } catch {
        return false;
      }
    });
}

export const cd: Builtin = function* (state, args) {
  const physical = args[0] === '-P';
  const operands = args.filter((arg, i) => !(i === 0 && /^-[LP]$/.test(arg)) && arg !== '--');
  if (operands[0] === '' && state.dialect === 'bash') throw new BuiltinError('null directory', 1);
  if (operands.length > 1 && state.dialect === 'bash') throw new BuiltinError('too many arguments', 2);
  const { path, shown } = destination(state, operands);
  const viaList = throughCdPath(state, path);
  const from = state.variables.get('PWD') ?? state.sys.cwd();
  const logical = logicalPath(from, viaList ?? path);
  try {
    state.sys.chdir(path === '' ? '.' : logical);
  } catch (error) {
    if (isErrno(error)) throw refusal(state, path, error);
    throw error;
  }
  const arrived = physical ? state.sys.cwd() : logical;
  state.variables.set('OLDPWD', from, true);
  state.variables.set('PWD', path === '' ? from : arrived, true);
  if (shown || viaList !== undefined) yield* state.sys.write(1, `${arrived}\n`);
  return 0;
};

const refusal = (state: ShellState, path: string, error: Errno): BuiltinError =>
  state.dialect === 'ash'
    ? new BuiltinError(`can't cd to ${path}: ${error.message}`, 2)
    : new BuiltinError(`${path}: ${error.message}`, 1);

export const pwd: Builtin = function* (state, args) {
  const path = args[0] === '-P' ? state.sys.cwd() : (state.variables.get('PWD') ?? state.sys.cwd());
  yield* state.sys.write(1, `${path}\n`);
  return 0;
};
