import type { ShellState } from '../shell-state.ts';

/** The directory that a tilde prefix (`~`, `~root`, `~+`) names; undefined where it names none (POSIX 2.6.1). */
function homeOf(state: ShellState, user: string): string | undefined {
  if (user === '') return state.variables.get('HOME') ?? '/root';
  if (user === 'root') return '/root';
  if (state.dialect === 'bash' && user === '+') return state.variables.get('PWD');
  if (state.dialect === 'bash' && user === '-') return state.variables.get('OLDPWD');
  return undefined;
}

/** Replaces the tilde prefix of an unquoted literal; returns the directory and how many characters it stands for. */
export function tildePrefix(state: ShellState, text: string): { directory: string; length: number } | undefined {
  const match = /^~([A-Za-z0-9_.+-]*)(?=$|[/:])/.exec(text);
  if (!match) return undefined;
  const directory = homeOf(state, match[1] as string);
  return directory === undefined ? undefined : { directory, length: match[0].length };
}
