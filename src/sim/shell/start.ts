import { isErrno } from '../kernel/errno.ts';
import { BuiltinError } from './builtins/builtin.ts';
import { switchOptions } from './builtins/set.ts';
import type { ShellState } from './shell-state.ts';

/** How a shell was called: what to run, and whether somebody sits at it. */
export interface Invocation {
  readonly mode: 'string' | 'file' | 'input';
  /** The `-c` string, or the script's path. */
  readonly source: string;
  readonly interactive: boolean;
  readonly login: boolean;
  readonly noEditing: boolean;
  readonly noRc: boolean;
}

/** A command line that the shell refuses; the text is complete. */
export class InvocationError extends Error {}

const LONG_OPTIONS = new Set([
  '--login',
  '--norc',
  '--noprofile',
  '--noediting',
  '--posix',
  '--verbose',
  '--restricted',
]);

interface Letters {
  command: boolean;
  interactive: boolean;
  login: boolean;
  input: boolean;
}

/** Reads `sh [options] [-c string] [file] [args…]`, and sets options, `$0` and the positional parameters. */
export function readInvocation(state: ShellState): Invocation {
  const { sys } = state;
  const [name = 'sh', ...words] = sys.argv;
  const letters: Letters = { command: false, interactive: false, login: name.startsWith('-'), input: false };
  const long = new Set<string>();
  let at = 0;
  for (; /^[-+]./.test(words[at] ?? ''); at++) {
    const word = words[at] as string;
    if (word === '--') {
      at++;
      break;
    }
    if (word.startsWith('--') && state.dialect === 'bash') long.add(longOption(name, word));
    else if (word === '-o') switchOptions(state, ['-o', words[++at] ?? '']);
    else shortOptions(state, name, word, letters);
  }
  const rest = words.slice(at);
  state.name = name;
  const terminal = isTerminal(state, 0) && isTerminal(state, 2);
  const mode = letters.command ? 'string' : rest.length > 0 && !letters.input ? 'file' : 'input';
  const source = mode === 'input' ? '' : takeSource(state, mode, rest, name);
  if (mode === 'input') state.positional = rest;
  return {
    mode,
    source,
    interactive: letters.interactive || (mode === 'input' && terminal),
    login: letters.login || long.has('--login'),
    noEditing: long.has('--noediting') || state.sys.env.get('TERM') === 'dumb',
    noRc: long.has('--norc'),
  };
}

function takeSource(state: ShellState, mode: 'string' | 'file', rest: readonly string[], name: string): string {
  const [source, ...args] = rest;
  if (source === undefined) {
    throw new InvocationError(
      state.dialect === 'ash' ? `${name}: -c requires an argument` : `${name}: -c: option requires an argument`,
    );
  }
  if (mode === 'file') {
    state.name = source;
    state.scriptFile = source;
    state.positional = args;
  } else {
    state.commandString = true;
    if (args[0] !== undefined) {
      state.name = args[0];
      state.scriptFile = args[0];
    }
    state.positional = args.slice(1);
  }
  return source;
}

function longOption(name: string, word: string): string {
  if (LONG_OPTIONS.has(word)) return word;
  throw new InvocationError(`${name}: ${word}: invalid option`);
}

function shortOptions(state: ShellState, name: string, word: string, letters: Letters): void {
  for (const letter of word.slice(1)) {
    if (letter === 'c') letters.command = true;
    else if (letter === 'i') letters.interactive = true;
    else if (letter === 'l') letters.login = true;
    else if (letter === 's') letters.input = true;
    else {
      try {
        switchOptions(state, [`${word[0]}${letter}`]);
      } catch (error) {
        if (!(error instanceof BuiltinError)) throw error;
        throw new InvocationError(
          state.dialect === 'ash'
            ? `${name}: illegal option ${word[0]}${letter}`
            : `${name}: -${letter}: invalid option`,
        );
      }
    }
  }
}

function isTerminal({ sys }: ShellState, fd: number): boolean {
  try {
    return sys.isatty(fd);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const DEFAULT_PATH = {
  ash: '/sbin:/usr/sbin:/bin:/usr/bin',
  bash: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** The variables that a shell starts with: the environment's, and its own. */
export function startingVariables(state: ShellState, interactive: boolean): void {
  const { sys, variables, dialect } = state;
  variables.set('IFS', ' \t\n');
  variables.set('PATH', DEFAULT_PATH[dialect], dialect === 'ash');
  variables.set('OPTIND', '1');
  variables.set('PS4', '+ ');
  variables.set('PS2', '> ');
  if (interactive || dialect === 'ash') variables.set('PS1', dialect === 'ash' ? '\\w \\$ ' : '\\s-\\v\\$ ');
  for (const [name, value] of sys.env)
    if (/^[A-Za-z_]\w*$/.test(name) && name !== '_') variables.set(name, value, true);
  if (dialect === 'bash') bashVariables(state);
  const level = Number.parseInt(variables.get('SHLVL') ?? '0', 10);
  variables.set('SHLVL', String((Number.isNaN(level) ? 0 : level) + 1), true);
  variables.set('PPID', String(sys.ppid));
  variables.set('PWD', startingDirectory(state), true);
}

function bashVariables({ sys, variables }: ShellState): void {
  variables.set('BASH', '/usr/bin/bash');
  variables.set('BASH_VERSION', '5.3.15(1)-release');
  variables.set('HOSTNAME', sys.hostname());
  variables.set('HOSTTYPE', 'x86_64');
  variables.set('MACHTYPE', 'x86_64-pc-linux-gnu');
  variables.set('OSTYPE', 'linux-gnu');
  variables.set('UID', String(sys.uid));
  variables.set('EUID', String(sys.uid));
  if (variables.get('TERM') === undefined) variables.set('TERM', 'dumb');
  variables.export('OLDPWD');
}

/** PWD as it was handed down, where that is where we are: it may go through symbolic links. */
function startingDirectory({ sys }: ShellState): string {
  const given = sys.env.get('PWD');
  const real = sys.cwd();
  if (given === undefined || !given.startsWith('/') || given === real) return real;
  try {
    const [a, b] = [sys.stat(given), sys.stat('.')];
    return a.inode === b.inode ? given : real;
  } catch {
    return real;
  }
}
