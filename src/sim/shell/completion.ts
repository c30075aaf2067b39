import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { builtinNames } from './builtins/table.ts';
import { type Completion, unquote } from './readline/completion.ts';
import type { ShellState } from './shell-state.ts';

/** Completes a program's own words: all candidates for `words[index]`, whose beginning is typed. */
export type Completer = (words: string[], index: number, sys: System) => Task<readonly string[]>;

interface TypedWord {
  readonly start: number;
  readonly text: string;
}

/** The words of the simple command that the cursor stands in; the last is the one being typed, perhaps empty. */
function typedWords(line: string): TypedWord[] {
  let words: TypedWord[] = [];
  let start: number | undefined;
  const close = (end: number): void => {
    if (start !== undefined) words.push({ start, text: line.slice(start, end) });
    start = undefined;
  };
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== '') {
      if (char === '\\' && quote === '"') i++;
      else if (char === quote) quote = '';
    } else if (char === '\\' || char === '"' || char === "'") {
      start ??= i;
      if (char === '\\') i++;
      else quote = char;
    } else if (/[\s<>]/.test(char)) close(i);
    else if (/[;&|({`]/.test(char) && !(char === '{' && start !== undefined)) {
      start = undefined;
      words = [];
    } else start ??= i;
  }
  words.push({ start: start ?? line.length, text: start === undefined ? '' : line.slice(start) });
  return words;
}

const RESERVED = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', 'time']);

/** What may stand at the cursor: a command's name, what its own completer offers, or a file. */
export function* completeLine(
  state: ShellState,
  completers: ReadonlyMap<string, Completer>,
  line: string,
  cursor: number,
): Task<Completion> {
  const words = typedWords(line.slice(0, cursor));
  while (words.length > 1 && (RESERVED.has(words[0]?.text ?? '') || /^\w+=/.test(words[0]?.text ?? ''))) words.shift();
  const { start, text } = words.at(-1) as TypedWord;
  const typed = unquote(text).text;
  if (typed.startsWith('$')) return { start, candidates: variables(state, typed) };
  if (words.length === 1 && !typed.includes('/')) return { start, candidates: commands(state, typed) };
  const completer = completers.get(unquote(words[0]?.text ?? '').text);
  if (completer && state.dialect === 'bash') {
    const offered = yield* completer(
      words.map((word) => unquote(word.text).text),
      words.length - 1,
      state.sys,
    );
    const candidates = offered.filter((candidate) => candidate.startsWith(typed));
    if (candidates.length > 0) return { start, candidates };
  }
  return { start, candidates: files(state, typed, words.length === 1) };
}

function commands(state: ShellState, typed: string): string[] {
  const names = new Set([...builtinNames(state.dialect), ...state.functions.keys(), ...state.aliases.keys()]);
  for (const directory of (state.variables.get('PATH') ?? '').split(':')) {
    for (const name of entries(state.sys, directory))
      if (isExecutable(state.sys, `${directory}/${name}`)) names.add(name);
  }
  const found = [...names].filter((name) => name.startsWith(typed)).sort();
  const directories = state.dialect === 'ash' ? [] : files(state, typed, true).filter((path) => path.endsWith('/'));
  return typed === '' ? found : [...found, ...directories];
}

const variables = (state: ShellState, typed: string): string[] =>
  state.variables
    .entries()
    .map(([name]) => `$${name}`)
    .filter((name) => name.startsWith(typed))
    .sort();

/** Paths that begin as `typed`; directories end in a slash. `executable`: only what may be run, and directories. */
function files(state: ShellState, typed: string, executable: boolean): string[] {
  const { sys } = state;
  const slash = typed.lastIndexOf('/') + 1;
  const directory = typed.slice(0, slash);
  const real = directory.startsWith('~/') ? `${state.variables.get('HOME') ?? ''}/${directory.slice(2)}` : directory;
  const beginning = typed.slice(slash);
  return entries(sys, real === '' ? '.' : real)
    .filter((name) => name.startsWith(beginning) && (beginning !== '' || !name.startsWith('.')))
    .sort()
    .filter((name) => !executable || isDirectory(sys, real + name) || isExecutable(sys, real + name))
    .map((name) => directory + name + (isDirectory(sys, real + name) ? '/' : ''));
}

function entries(sys: System, directory: string): readonly string[] {
  return attempt(() => sys.readdir(directory)) ?? [];
}

const isDirectory = (sys: System, path: string): boolean => attempt(() => sys.stat(path).type === 'directory') ?? false;

function isExecutable(sys: System, path: string): boolean {
  return (
    attempt(() => {
      sys.access(path, 'x');
      return sys.stat(path).type === 'file';
    }) ?? false
  );
}

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
