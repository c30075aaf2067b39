import type { Task } from '../../kernel/task.ts';
import type { Assignment } from '../parse/ast.ts';
import { ansiQuoted, quoteForReading } from '../quote.ts';
import type { ShellState } from '../shell-state.ts';

const ASH_RESERVED = new Set('! case do done elif else esac fi for function if in then until while { }'.split(' '));

/** A word as each shell traces it: ash's maybe_single_quote(), bash's sh_contains_shell_metas() and ansic_quote(). */
function shown({ dialect }: ShellState, word: string): string {
  if (dialect === 'ash') return /^[+-:@-Z\]^_a-z]*$/.test(word) && !ASH_RESERVED.has(word) ? word : ashQuoted(word);
  if (word === "'") return "\\'";
  return /\p{Cc}/u.test(word) ? ansiQuoted(word) : quoteForReading(word);
}

/** ash.c's single_quote(): runs of quotes stand in double ones. */
const ashQuoted = (word: string): string =>
  (word.match(/[^']*'*/g) ?? [])
    .filter((piece) => piece !== '')
    .map((piece) => piece.replace(/^([^']*)('*)$/s, (_, text, quotes) => `'${text}'${quotes && `"${quotes}"`}`))
    .join('');

const shownValue = (state: ShellState, value: string): string => (value === '' ? '' : shown(state, value));

/** PS4, whose first character bash repeats in substitutions. */
function prefixOf({ dialect, variables, substitutions }: ShellState): string {
  const prefix = variables.get('PS4') ?? '+ ';
  return dialect === 'bash' ? prefix.slice(0, 1).repeat(substitutions) + prefix : prefix;
}

/** `set -x`: shows a line as it is. */
function* traceLine(state: ShellState, line: string): Task<void> {
  if (state.options.has('xtrace')) yield* state.sys.write(2, `${prefixOf(state)}${line}\n`);
}

/** `set -x`: shows a command as it will run. */
export function* traceCommand(
  state: ShellState,
  assignments: readonly (readonly [string, string])[],
  words: readonly string[],
): Task<void> {
  if (!state.options.has('xtrace')) return;
  const assigned = assignments.map(([name, value]) => `${name}=${shownValue(state, value)}`);
  const command = words.map((word) => shown(state, word));
  if (state.dialect === 'bash') for (const line of assigned) yield* traceLine(state, line);
  const line = state.dialect === 'ash' ? [...assigned, ...command] : command;
  if (line.length > 0) yield* traceLine(state, line.join(' '));
  if (state.dialect === 'ash' || !['export', 'readonly'].includes(words[0] ?? '')) return;
  // bash carries these assignments out as if they stood alone.
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) yield* traceLine(state, `${name}=${shownValue(state, value ?? '')}`);
  }
}

/** `set -x` of a command that is assignments only. */
export function* traceAssignments(state: ShellState, assignments: readonly Assignment[]): Task<void> {
  if (!state.options.has('xtrace')) return;
  const texts = assignments.map(({ name, value, text }) =>
    'parts' in value && !text.slice(name.length).startsWith('[')
      ? `${name}=${shownValue(state, state.variables.get(name) ?? '')}`
      : text,
  );
  for (const line of state.dialect === 'ash' ? [texts.join(' ')] : texts) yield* traceLine(state, line);
}

/** `set -x` in bash of the head of a compound command. */
export function* traceHead(state: ShellState, text: string): Task<void> {
  if (state.dialect === 'bash') yield* traceLine(state, text);
}
