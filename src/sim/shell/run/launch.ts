import { type Errno, isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { inherited } from './descriptors.ts';
import type { ForkOptions } from './fork.ts';
import { cannotFork, forkSubshell } from './fork.ts';

/** A program that could not be started: what to say, and 126 or 127. */
export interface LaunchFailure {
  readonly text: string;
  readonly status: 126 | 127;
}

/** Starts the program that `words` names; its pid, or why not. */
export function launch(state: ShellState, words: readonly string[], options: ForkOptions): number | LaunchFailure {
  const name = words[0] as string;
  if (name.includes('/')) return start(state, name, words, options);
  const found = findProgram(state, name);
  return typeof found === 'string' ? start(state, found, words, options) : found;
}

/** Puts the program that `words` names in this shell's place; returns only to say why that failed. */
export function replaceShell(state: ShellState, words: readonly string[]): LaunchFailure {
  const name = words[0] as string;
  const path = name.includes('/') ? name : findProgram(state, name);
  if (typeof path !== 'string') return path;
  try {
    state.sys.exec(path, words, environmentFor(state, path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    return failure(state, path, error);
  }
}

function environmentFor(state: ShellState, path: string): Map<string, string> {
  const environment = state.variables.environment();
  if (state.dialect === 'bash') environment.set('_', path);
  return environment;
}

/** The file in PATH that `name` stands for. */
export function findProgram(state: ShellState, name: string): string | LaunchFailure {
  let denied: string | undefined;
  for (const path of candidates(state, name)) {
    const kind = executability(state, path);
    if (kind === 'executable') return path;
    if (kind !== 'missing' && (state.dialect === 'ash' || kind === 'denied')) denied ??= path;
  }
  if (denied === undefined)
    return { text: `${name}: ${state.dialect === 'ash' ? 'not found' : 'command not found'}`, status: 127 };
  return { text: `${state.dialect === 'ash' ? name : denied}: Permission denied`, status: 126 };
}

/** Where PATH says to look for `name`, in order. */
function candidates(state: ShellState, name: string): string[] {
  const directories = (state.variables.get('PATH') ?? '').split(':');
  if (name === '' && state.dialect === 'bash') return [];
  return directories.map((directory) => (directory === '' ? name : `${directory.replace(/\/$/, '')}/${name}`));
}

function executability({ sys }: ShellState, path: string): 'executable' | 'denied' | 'directory' | 'missing' {
  try {
    const { type } = sys.stat(path);
    if (type === 'directory') return 'directory';
    sys.access(path, 'x');
    return 'executable';
  } catch (error) {
    if (!isErrno(error)) throw error;
    return error.code === 'EACCES' ? 'denied' : 'missing';
  }
}

function start(
  state: ShellState,
  path: string,
  words: readonly string[],
  options: ForkOptions,
): number | LaunchFailure {
  const { files = inherited(state), pgid, deaf } = options;
  try {
    return state.sys.spawn(path, words, {
      env: environmentFor(state, path),
      files,
      ...(pgid !== undefined && { pgid }),
      ...(deaf && { ignore: ['SIGINT', 'SIGQUIT'] as const }),
    });
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === 'EAGAIN') throw cannotFork(error);
    if (error.code === 'ENOEXEC') return runAsScript(state, path, words, options);
    return failure(state, path, error);
  }
}

/** A text file without `#!` is run by the shell itself (POSIX 2.9.1.1). */
function runAsScript(state: ShellState, path: string, words: readonly string[], options: ForkOptions): number {
  return forkSubshell(
    state,
    function* (child) {
      child.name = path;
      child.positional = words.slice(1);
      child.functions.clear();
      child.scriptFile = path;
      return yield* child.interpreter.source(child, yield* readText(child, path), 1);
    },
    options,
  );
}

/** All of a file. Throws `Errno`. */
export function* readText({ sys }: ShellState, path: string): Task<string> {
  const fd = sys.open(path, { read: true });
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const data = yield* sys.read(fd, 65_536);
      if (data.length === 0) return text;
      text += decoder.decode(data, { stream: true });
    }
  } finally {
    sys.close(fd);
  }
}

function failure(state: ShellState, path: string, error: Errno): LaunchFailure {
  const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const status = missing && error.code === 'ENOENT' ? 127 : 126;
  if (state.dialect === 'ash')
    return { text: `${path}: ${missing ? 'not found' : error.message}`, status: missing ? 127 : 126 };
  const kind = executability(state, path);
  if (kind === 'directory') return { text: `${path}: Is a directory`, status: 126 };
  if (kind === 'executable' && missing)
    return { text: `${path}: cannot execute: required file not found`, status: 127 };
  return { text: `${path}: ${error.message}`, status };
}

/** Tells of a failed start on the command's own standard error. */
export function* tellFailure(
  state: ShellState,
  failed: LaunchFailure,
  standardError: number | undefined,
): Task<number> {
  if (standardError !== undefined) yield* state.sys.write(standardError, complaint(state, failed.text));
  return failed.status;
}
