import type { Task } from '../kernel/task.ts';
import type { ShellError } from './run/control.ts';
import type { ShellState } from './shell-state.ts';

/** What stands before a message: `sh: `, `bash: line 3: ` … `builtin`: which one complains. */
function messagePrefix(state: ShellState, builtin?: string): string {
  const own = builtin === undefined ? '' : `${builtin}: `;
  if (state.dialect === 'bash') return `${state.name}: ${state.interactive ? '' : `line ${state.line}: `}${own}`;
  const named = own !== '' || state.scriptFile === undefined ? state.name : state.scriptFile;
  const line = (state.scriptFile !== undefined || own !== '') && (!state.interactive || state.sourced > 0);
  return `${named}: ${own}${line ? `line ${state.line}: ` : ''}`;
}

/** What BusyBox's applets call themselves, the builtins that are applets too: the program's name, in a script as well. */
export const appletName = ({ sys }: ShellState): string => (sys.argv[0] ?? 'sh').replace(/^(.*\/|-)/, '');

/** The whole line of a complaint. */
export const complaint = (state: ShellState, text: string, builtin?: string): string =>
  `${messagePrefix(state, builtin)}${text}\n`;

/** Tells of an error that gave up a command line. */
export function* tellError(state: ShellState, { message, syntax }: ShellError): Task<void> {
  if (message === '') return;
  const inString = syntax && state.dialect === 'bash' && state.commandString;
  yield* state.sys.write(2, complaint(state, message).replace(': ', inString ? ': -c: ' : ': '));
}
