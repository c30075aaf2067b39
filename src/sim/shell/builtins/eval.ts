import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { complaint, tellError } from '../messages.ts';
import { ReturnFromFunction, ShellError } from '../run/control.ts';
import { readText } from '../run/launch.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

export const evalBuiltin: Builtin = function* (state, args) {
  try {
    return yield* state.interpreter.source(state, args.join(' '), state.line);
  } catch (error) {
    if (!(error instanceof ShellError) || !error.message.startsWith('syntax error') || state.dialect === 'bash')
      throw error;
    yield* state.sys.write(2, complaint(state, error.message, 'eval'));
    throw new ShellError('', error.status);
  }
};

/** `.` and `source`. */
export const source: Builtin = function* (state, args) {
  const [name, ...rest] = args;
  if (name === undefined) {
    if (state.dialect === 'ash') return 0;
    throw new BuiltinError(
      `${complaint(state, 'filename argument required', 'source')}source: usage: source [-p path] filename [arguments]\n`,
      2,
      true,
    );
  }
  const text = yield* sourceText(state, name);
  const { positional, line, scriptFile } = state;
  if (rest.length > 0) state.positional = rest;
  state.sourced++;
  if (state.dialect === 'ash') state.scriptFile = `${scriptFile ?? state.name}: ${name}`;
  try {
    return yield* state.interpreter.source(state, text, 1);
  } catch (error) {
    if (error instanceof ReturnFromFunction) return error.status;
    if (!(error instanceof ShellError) || state.dialect === 'bash') throw error;
    yield* tellError(state, error);
    throw new ShellError('', error.status);
  } finally {
    state.sourced--;
    if (rest.length > 0) state.positional = positional;
    state.line = line;
    state.scriptFile = scriptFile;
  }
};

function* sourceText(state: ShellState, name: string): Task<string> {
  const candidates = name.includes('/')
    ? [name]
    : [...searchPath(state, name), ...(state.dialect === 'bash' ? [name] : [])];
  let reason = 'No such file or directory';
  for (const path of candidates) {
    try {
      return yield* readText(state, path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== 'ENOENT') reason = error.message;
    }
  }
  if (state.dialect === 'bash')
    throw new BuiltinError(
      complaint(state, `${name}: ${reason === 'Is a directory' ? 'is a directory' : reason}`),
      1,
      true,
    );
  throw new BuiltinError(
    name.includes('/') ? `can't open '${name}': ${reason}` : `${name}: not found`,
    name.includes('/') ? 2 : 127,
  );
}

const searchPath = (state: ShellState, name: string): string[] =>
  (state.variables.get('PATH') ?? '')
    .split(':')
    .filter((directory) => directory !== '')
    .map((directory) => `${directory}/${name}`);
