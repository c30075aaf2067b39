import { isErrno } from '../kernel/errno.ts';
import type { Program } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { commandLoop } from './command-loop.ts';
import type { Completer } from './completion.ts';
import type { Dialect } from './dialect.ts';
import { interactiveShell } from './interactive.ts';
import type { LineResult } from './line-reader.ts';
import { tellError } from './messages.ts';
import { ReturnFromFunction, ShellError } from './run/control.ts';
import { openAtStart } from './run/descriptors.ts';
import { toTheEnd } from './run/fork.ts';
import { interpreter } from './run/interpreter.ts';
import { readText } from './run/launch.ts';
import { setSignalAction } from './run/signals.ts';
import { ShellState } from './shell-state.ts';
import { type Invocation, InvocationError, readInvocation, startingVariables } from './start.ts';

export interface ShellOptions {
  /** How programs complete their own words, by the program's name; only bash asks them. */
  readonly completers?: ReadonlyMap<string, Completer>;
}

/** The shell as a program: `sh [-c STRING | FILE] [ARGS…]`, at a prompt when its input is a terminal. */
export function shell(dialect: Dialect, { completers = new Map() }: ShellOptions = {}): Program {
  return function* (sys) {
    const state = new ShellState(sys, dialect, interpreter);
    let invocation: Invocation;
    try {
      invocation = readInvocation(state);
    } catch (error) {
      if (!(error instanceof InvocationError)) throw error;
      yield* sys.write(2, `${error.message}\n`);
      return 2;
    }
    state.interactive = invocation.interactive;
    state.open = openAtStart(sys);
    startingVariables(state, invocation.interactive);
    if (dialect === 'ash' && invocation.mode !== 'input') setSignalAction(state, 'INT');
    return yield* toTheEnd(state, run(state, invocation, completers));
  };
}

function* run(state: ShellState, invocation: Invocation, completers: ReadonlyMap<string, Completer>): Task<number> {
  yield* runStartFiles(state, invocation);
  switch (invocation.mode) {
    case 'string':
      state.wholeShell = true;
      return yield* interpreter.source(state, invocation.source, state.dialect === 'ash' ? 0 : 1);
    case 'file':
      return yield* runFile(state, invocation.source);
    case 'input':
      if (invocation.interactive) return yield* interactiveShell(state, invocation, completers);
      return yield* commandLoop(state, () => unpromptedLine(state));
  }
}

/** What a login shell and a shell at a prompt read first; files that are not there do not matter. */
function* runStartFiles(state: ShellState, { login, interactive, noRc }: Invocation): Task<void> {
  const home = state.variables.get('HOME') ?? '';
  const files: string[] = [];
  if (login)
    files.push('/etc/profile', ...(state.dialect === 'bash' ? [`${home}/.bash_profile`] : []), `${home}/.profile`);
  // Debian's bash is built with SYS_BASHRC.
  else if (interactive && state.dialect === 'bash' && !noRc) files.push('/etc/bash.bashrc', `${home}/.bashrc`);
  if (interactive && state.dialect === 'ash') files.push(state.variables.get('ENV') ?? '');
  for (const file of files) yield* runStartFile(state, file);
}

function* runStartFile(state: ShellState, path: string): Task<void> {
  let text: string;
  try {
    if (path === '' || state.sys.stat(path).type !== 'file') return;
    text = yield* readText(state, path);
  } catch (error) {
    if (isErrno(error)) return;
    throw error;
  }
  try {
    yield* interpreter.source(state, text, 1);
  } catch (error) {
    if (error instanceof ShellError) yield* tellError(state, error);
    else if (!(error instanceof ReturnFromFunction)) throw error;
  }
  state.line = 0;
}

function* runFile(state: ShellState, path: string): Task<number> {
  let text: string;
  try {
    text = yield* readText(state, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return yield* refuseFile(state, path, error.message);
  }
  return yield* interpreter.source(state, text, 1);
}

function* refuseFile(state: ShellState, path: string, reason: string): Task<number> {
  const [name = 'sh'] = state.sys.argv;
  if (state.dialect === 'ash') {
    yield* state.sys.write(2, `${name}: can't open '${path}': ${reason}\n`);
    return 2;
  }
  const directory = reason === 'Is a directory';
  yield* state.sys.write(2, directory ? `${path}: ${path}: Is a directory\n` : `${name}: ${path}: ${reason}\n`);
  return directory ? 126 : 127;
}

/** A line of a script that comes through the standard input: byte by byte, since the commands may read on from there. */
function* unpromptedLine({ sys }: ShellState): Task<LineResult> {
  const bytes: number[] = [];
  for (;;) {
    const data = yield* sys.read(0, 1);
    if (data.length === 0 && bytes.length === 0) return { kind: 'eof' };
    if (data.length === 0 || data[0] === 10)
      return { kind: 'line', text: new TextDecoder().decode(Uint8Array.from(bytes)) };
    bytes.push(data[0] as number);
  }
}
