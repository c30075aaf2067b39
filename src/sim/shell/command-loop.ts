import type { Task } from '../kernel/task.ts';
import type { LineResult } from './line-reader.ts';
import { tellError } from './messages.ts';
import { faultText } from './parse/fault.ts';
import { readCommand } from './parse/read-command.ts';
import { Interrupted, ShellError } from './run/control.ts';
import { runScript } from './run/interpreter.ts';
import { syntaxErrorText } from './run/syntax-error.ts';
import { liveAliases, type ShellState } from './shell-state.ts';

/** Where a shell's lines come from; `more`: the command goes on from the line before, or its here-document does. */
export type LineSource = (more: boolean | 'here-document') => Task<LineResult>;

/** Reads commands line by line and runs them, to the end of the input. */
export function* commandLoop(state: ShellState, nextLine: LineSource): Task<number> {
  let lines = 0;
  for (;;) {
    const command = yield* readWhole(state, nextLine, lines);
    lines += command.lines;
    if (command.text !== '') yield* runLine(state, command.text, lines - command.lines + 1, command.final);
    if (command.ended) return state.status;
  }
}

interface WholeCommand {
  readonly text: string;
  readonly lines: number;
  readonly final: boolean;
  readonly ended: boolean;
}

/** Reads lines until they make whole commands. */
function* readWhole(state: ShellState, nextLine: LineSource, before: number): Task<WholeCommand> {
  let text = '';
  let more: ReturnType<typeof missing> = false;
  for (let lines = 0; ; ) {
    const result = yield* nextLine(more);
    if (result.kind === 'interrupted') {
      state.status = 130;
      return { text: '', lines, final: true, ended: false };
    }
    if (result.kind === 'eof')
      return { text, lines, final: true, ended: text === '' || !state.interactive || state.dialect === 'bash' };
    lines++;
    state.typed++;
    text += `${result.text}\n`;
    state.line = state.interactive ? 0 : before + 1;
    more = missing(state, text);
    if (!more) return { text, lines, final: false, ended: false };
  }
}

/** Does a text lack lines? */
function missing(state: ShellState, text: string): boolean | 'here-document' {
  for (let pos = 0; ; ) {
    const reading = readCommand(text, pos, { dialect: state.dialect, aliases: state.aliases, final: false });
    if (reading.kind === 'incomplete') return reading.hereDocument ? 'here-document' : true;
    if (reading.kind !== 'command') return false;
    pos = reading.end;
  }
}

/** Runs whole commands; errors give up the rest of the line, and a shell that nobody sits at. */
function* runLine(state: ShellState, text: string, line: number, final: boolean): Task<void> {
  state.turns = 0;
  try {
    for (let pos = 0; ; ) {
      const aliases = liveAliases(state);
      // At bash's prompt LINENO counts otherwise, and is not simulated.
      const first = state.interactive && state.dialect === 'bash' ? 0 : line;
      const reading = readCommand(text, pos, { dialect: state.dialect, aliases, final: true, line: first });
      if (reading.kind === 'nothing' || reading.kind === 'incomplete') return;
      const lineOf = (at: number): number => line + (text.slice(0, at).match(/\n/g)?.length ?? 0);
      if (reading.kind === 'fault') {
        throw new ShellError(
          syntaxErrorText(state, faultText(state.dialect, reading.fault, lineOf), text, reading.fault, line),
          2,
          true,
        );
      }
      state.line = first === 0 ? 0 : lineOf(pos);
      yield* runScript(state, reading.script);
      pos = reading.end;
      if (final && pos >= text.length) return;
    }
  } catch (error) {
    yield* recover(state, error);
  }
}

function* recover(state: ShellState, error: unknown): Task<void> {
  if (error instanceof Interrupted && state.interactive) {
    state.status = 130;
    yield* state.sys.write(2, '\n');
    return;
  }
  if (!(error instanceof ShellError) || !state.interactive) throw error;
  yield* tellError(state, error);
  state.status = error.status;
  state.loops = 0;
  state.unchecked = 0;
}
