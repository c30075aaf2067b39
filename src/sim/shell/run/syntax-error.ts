import type { Fault } from '../parse/fault.ts';
import type { ShellState } from '../shell-state.ts';

/** A syntax error's message; bash -c shows the line too, and names the option. */
export function syntaxErrorText(
  state: ShellState,
  text: string,
  source: string,
  fault: Fault,
  firstLine: number,
): string {
  if (state.dialect === 'ash' || state.interactive) return text;
  const lines = source.split('\n');
  const shown = fault.kind !== 'unterminated' && fault.token.type !== 'end';
  if (!shown) return text;
  const line = lines[state.line - firstLine] ?? '';
  return `${text}\n${state.name}: ${state.commandString ? '-c: ' : ''}line ${state.line}: \`${line}'`;
}
