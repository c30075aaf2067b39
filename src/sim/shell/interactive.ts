import { isErrno } from '../kernel/errno.ts';
import type { PromptEvent } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { commandLoop } from './command-loop.ts';
import { type Completer, completeLine } from './completion.ts';
import { CanonicalLineReader, type LineReader, type LineResult } from './line-reader.ts';
import { promptText } from './prompt.ts';
import { LineEditor } from './readline/editor.ts';
import { remember } from './readline/history.ts';
import { HistoryReader } from './readline/history-reader.ts';
import { FIRST_PRIVATE } from './run/descriptors.ts';
import { keptByStoppedJobs, tellChangedJobs } from './run/notify.ts';
import { handleSignals, setSignalAction } from './run/signals.ts';
import type { ShellState } from './shell-state.ts';
import type { Invocation } from './start.ts';

/** A shell at a prompt, until `exit` or ^D. */
export function* interactiveShell(
  state: ShellState,
  invocation: Invocation,
  completers: ReadonlyMap<string, Completer>,
): Task<number> {
  const { sys } = state;
  handleSignals(state);
  takeTerminal(state);
  const editing = !invocation.noEditing && state.terminal !== undefined;
  const input = state.terminal ?? 0;
  const lines = editing
    ? new LineEditor({ sys, input, output: input, dialect: state.dialect })
    : new CanonicalLineReader(sys, input);
  const reader = state.dialect === 'bash' ? new HistoryReader(sys, editing ? input : 2, lines) : lines;
  for (;;) {
    const status = yield* commandLoop(state, (more) => promptedLine(state, reader, more, completers));
    if (state.dialect === 'bash' || state.terminal !== undefined)
      yield* sys.write(2, state.dialect === 'bash' ? 'exit\n' : '\n');
    if (!(yield* keptByStoppedJobs(state))) return status;
  }
}

/** Job control needs the terminal: the shell leads a group of its own, in the foreground. */
function takeTerminal(state: ShellState): void {
  const { sys } = state;
  try {
    if (!sys.isatty(0)) return;
    state.terminal = sys.dup(0, FIRST_PRIVATE);
    sys.tcsetpgrp(state.terminal, sys.pgid);
    state.options.add('monitor');
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** Shows the prompt and reads a line, with the news of jobs before. */
function* promptedLine(
  state: ShellState,
  reader: LineReader,
  more: boolean | 'here-document',
  completers: ReadonlyMap<string, Completer>,
): Task<LineResult> {
  const { sys, terminal } = state;
  if (!more) yield* tellChangedJobs(state);
  const prompt = yield* promptText(state, more ? 'PS2' : 'PS1');
  if (terminal !== undefined)
    sys.notePrompt(terminal, { kind: 'awaited', status: state.status, continued: more !== false });
  const complete = (line: string, cursor: number) => completeLine(state, completers, line, cursor);
  const result = yield* reader.readLine(prompt, {
    history: state.history,
    complete,
    verbatim: more === 'here-document',
  });
  if (terminal !== undefined) sys.notePrompt(terminal, taken(result));
  setSignalAction(state, 'INT');
  state.interrupted = false;
  if (result.kind === 'line') noteInHistory(state, result.text, more !== false);
  return result;
}

const taken = (result: LineResult): PromptEvent => ({
  kind: 'taken',
  ...(result.kind === 'line' && { line: result.text }),
});

/** bash keeps a command of several lines as one entry, joined as it would be typed in one (cmdhist). */
function noteInHistory(state: ShellState, line: string, more: boolean): void {
  const last = state.history.at(-1);
  if (!more || state.dialect === 'ash' || last === undefined) return remember(state.history, line, state.dialect);
  const glue = /(^|[\s;&|(])(do|then|else|in|\{|\()$|[|&;({]$/.test(last) ? ' ' : '; ';
  state.history[state.history.length - 1] = `${last.replace(/\\$/, '')}${last.endsWith('\\') ? '' : glue}${line}`;
}
