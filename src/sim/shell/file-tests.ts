import { isErrno } from '../kernel/errno.ts';
import type { Stat, System } from '../kernel/syscalls.ts';
import { lookUp } from './expand/lookup.ts';
import type { Option, ShellState } from './shell-state.ts';

function statOf(sys: System, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function permits(sys: System, path: string, want: 'r' | 'w' | 'x'): boolean {
  try {
    sys.access(path, want);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const TYPES: Readonly<Record<string, Stat['type']>> = {
  '-f': 'file',
  '-d': 'directory',
  '-c': 'char',
  '-p': 'fifo',
  '-S': 'socket',
};

/** The file operators of test(1); undefined for what is none of them. */
export function testFile(sys: System, operator: string, path: string): boolean | undefined {
  switch (operator) {
    case '-e':
    case '-a':
      return statOf(sys, path) !== undefined;
    case '-f':
    case '-d':
    case '-c':
    case '-p':
    case '-S':
      return statOf(sys, path)?.type === TYPES[operator];
    case '-b':
    case '-g':
    case '-u':
    case '-k':
      return false;
    case '-h':
    case '-L':
      return statOf(sys, path, false)?.type === 'symlink';
    case '-s':
      return (statOf(sys, path)?.size ?? 0) > 0;
    case '-r':
    case '-w':
    case '-x':
      return permits(sys, path, operator.slice(1) as 'r' | 'w' | 'x');
    case '-O':
    case '-G':
      return statOf(sys, path)?.uid === sys.uid;
    case '-t':
      return isTerminal(sys, path);
    default:
      return undefined;
  }
}

function isTerminal(sys: System, fd: string): boolean {
  try {
    return /^\d+$/.test(fd) && sys.isatty(Number(fd));
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** The string operators, and those on the shell itself; undefined for others. */
export function testUnary(state: ShellState, operator: string, text: string): boolean | undefined {
  switch (operator) {
    case '-n':
      return text !== '';
    case '-z':
      return text === '';
    case '-v': {
      const value = lookUp(state, text);
      return value.kind === 'list' ? value.values.length > 0 : value.value !== undefined;
    }
    case '-o':
      return state.options.has(text as Option);
    default:
      return undefined;
  }
}

/** `-nt`, `-ot`, `-ef`; undefined for others. */
export function compareFiles(sys: System, operator: string, left: string, right: string): boolean | undefined {
  const [a, b] = [statOf(sys, left), statOf(sys, right)];
  if (operator === '-nt') return a !== undefined && (b === undefined || a.mtime > b.mtime);
  if (operator === '-ot') return b !== undefined && (a === undefined || a.mtime < b.mtime);
  if (operator === '-ef') return a !== undefined && b !== undefined && a.inode === b.inode;
  return undefined;
}
