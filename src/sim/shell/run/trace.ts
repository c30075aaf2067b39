import type { Task } from '../../kernel/task.ts';
import { quoteForReading } from '../quote.ts';
import type { ShellState } from '../shell-state.ts';

/** `set -x`: shows a command as it will run. */
export function* traceCommand(
  state: ShellState,
  assignments: readonly (readonly [string, string])[],
  words: readonly string[],
): Task<void> {
  if (!state.options.has('xtrace')) return;
  const prefix = state.variables.get('PS4') ?? '+ ';
  const assigned = assignments.map(([name, value]) => `${name}=${quoteForReading(value)}`);
  const command = words.map(quoteForReading);
  const lines = state.dialect === 'ash' || words.length > 0 ? [[...assigned, ...command].join(' ')] : assigned;
  for (const line of lines) yield* state.sys.write(2, `${prefix}${line}\n`);
}
