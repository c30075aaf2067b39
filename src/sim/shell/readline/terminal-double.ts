import { Errno } from '../../kernel/errno.ts';
import type { Signal, Termios, WindowSize } from '../../kernel/syscalls.ts';
import { type Task, WaitQueue } from '../../kernel/task.ts';
import type { Dialect } from '../dialect.ts';
import type { LineReader, LineResult } from '../line-reader.ts';
import type { Complete } from './completion.ts';
import { LineEditor } from './editor.ts';
import { HistoryReader } from './history-reader.ts';
import type { TerminalCalls } from './session.ts';
import { displayWidth } from './width.ts';

/** A screen of endless height that understands what shells write, for tests: what a person sees. */
export class Screen {
  columns: number;
  #rows: string[][] = [[]];
  row = 0;
  /** Equals `columns` after the last one was written: the next character wraps. */
  column = 0;
  bells = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** What is on it, blanks at the ends of rows and blank rows at the end left out. */
  get text(): string {
    const lines = this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return lines.join('\n').trimEnd();
  }

  feed(output: string): void {
    const unit = /\x1b\[([?0-9;]*)([@-~])|[\s\S]/gu;
    for (const match of output.matchAll(unit)) {
      if (match[2] !== undefined) this.#control(match[2], match[1] ?? '');
      else this.#character(match[0]);
    }
  }

  #line(): string[] {
    while (this.#rows.length <= this.row) this.#rows.push([]);
    return this.#rows[this.row] as string[];
  }

  #character(c: string): void {
    if (c === '\x07') this.bells++;
    else if (c === '\r') this.column = 0;
    else if (c === '\n') this.row++;
    else if (c === '\b') this.column = Math.max(0, Math.min(this.column, this.columns - 1) - 1);
    else if (displayWidth(c) === 0) this.#combine(c);
    else this.#put(c, displayWidth(c));
  }

  #combine(c: string): void {
    const line = this.#line();
    const at = line[this.column - 1] === '' ? this.column - 2 : this.column - 1;
    line[at] = (line[at] ?? ' ') + c;
  }

  #put(c: string, width: number): void {
    if (this.column + width > this.columns) {
      this.row++;
      this.column = 0;
    }
    const line = this.#line();
    line[this.column] = c;
    if (width === 2) line[this.column + 1] = '';
    this.column += width;
  }

  #control(final: string, parameters: string): void {
    const count = Number(parameters) || 1;
    const column = Math.min(this.column, this.columns - 1);
    const line = this.#line();
    if (final === 'A') [this.row, this.column] = [Math.max(0, this.row - count), column];
    else if (final === 'C') this.column = Math.min(this.columns - 1, column + count);
    else if (final === 'D') this.column = Math.max(0, column - count);
    else if (final === 'H') [this.row, this.column] = [0, 0];
    else if (final === 'K') line.length = Math.min(line.length, column);
    else if (final === 'J') this.#clear(column, parameters === '2');
    else if (final === 'P') line.splice(column, count);
    else if (final === '@') this.#open(line, column, count);
  }

  #clear(column: number, all: boolean): void {
    if (all) this.#rows = [[]];
    else this.#rows.length = Math.min(this.#rows.length, this.row + 1);
    if (!all) this.#line().length = Math.min(this.#line().length, column);
  }

  #open(line: string[], column: number, count: number): void {
    while (line.length < column) line.push(' ');
    line.splice(column, 0, ...Array<string>(count).fill(' '));
    line.length = Math.min(line.length, this.columns);
  }
}

/** A terminal whose keys a test types, with a {@link Screen}. Time does not pass: a poll with a timeout ends at once. */
export class TerminalDouble implements TerminalCalls {
  readonly screen: Screen;
  size: WindowSize;
  modes: Termios = { canonical: true, echo: true, signals: true, crToNl: true, postProcess: true };
  /** All that was written, newlines as they left the program. */
  written = '';
  #input: number[] = [];
  #ended = false;
  #signalled = false;
  readonly #handlers = new Map<Signal, () => void>();

  constructor(columns: number, rows = 24) {
    this.size = { columns, rows };
    this.screen = new Screen(columns);
  }

  type(keys: string): void {
    this.#input.push(...new TextEncoder().encode(keys));
  }

  hangUp(): void {
    this.#ended = true;
  }

  /** What was typed and not read. */
  get unread(): string {
    return new TextDecoder().decode(Uint8Array.from(this.#input));
  }

  raise(signal: Signal): void {
    this.#handlers.get(signal)?.();
    this.#signalled = true;
  }

  *read(_fd: number, count = 1): Task<Uint8Array> {
    for (;;) {
      if (this.#signalled) {
        this.#signalled = false;
        throw new Errno('EINTR');
      }
      if (this.#input.length > 0 || this.#ended) return Uint8Array.from(this.#input.splice(0, count));
      yield { queues: [new WaitQueue()] };
    }
  }

  *write(_fd: number, data: Uint8Array | string): Task<number> {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    this.written += text;
    this.screen.feed(text.replaceAll('\n', '\r\n'));
    return text.length;
  }

  *poll(fds: readonly number[]): Task<readonly number[]> {
    return this.#input.length > 0 ? fds : [];
  }

  tcgetattr(): Termios {
    return this.modes;
  }

  tcsetattr(_fd: number, modes: Partial<Termios>): void {
    this.modes = { ...this.modes, ...modes };
  }

  winsize(): WindowSize {
    return this.size;
  }

  signal(signal: Signal, action: 'default' | 'ignore' | (() => void)): void {
    if (typeof action === 'function') this.#handlers.set(signal, action);
    else this.#handlers.delete(signal);
  }
}

/** A line editor at a {@link TerminalDouble}, step by step. */
export class Typist {
  readonly terminal: TerminalDouble;
  readonly history: string[];
  readonly results: LineResult[] = [];
  /** Called when a line was read, before the next one is asked for. */
  onLine: () => void = () => undefined;
  readonly #lines: LineReader;
  readonly #prompt: string;
  readonly #complete: Complete | undefined;
  #reading: Task<LineResult>;

  constructor(dialect: Dialect, setting: Setting = {}) {
    const { columns = 20, rows = 24, prompt = '$ ', history = [], complete } = setting;
    this.terminal = new TerminalDouble(columns, rows);
    this.history = [...history];
    this.#prompt = prompt;
    this.#complete = complete;
    const editor = new LineEditor({ sys: this.terminal, input: 0, output: 1, dialect });
    this.#lines = dialect === 'bash' ? new HistoryReader(this.terminal, 1, editor) : editor;
    this.#reading = this.#begin();
    this.press('');
  }

  /** Types keys and lets the editor go on until it waits for more. Returns what it wrote to the terminal. */
  press(keys: string): string {
    this.terminal.written = '';
    this.terminal.type(keys);
    this.#run();
    return this.terminal.written.replaceAll('\n', '\r\n');
  }

  get screen(): string {
    return this.terminal.screen.text;
  }

  interrupt(): string {
    this.terminal.written = '';
    this.terminal.raise('SIGINT');
    this.#run();
    return this.terminal.written.replaceAll('\n', '\r\n');
  }

  resize(columns: number): void {
    this.terminal.size = { ...this.terminal.size, columns };
    this.terminal.screen.columns = columns;
    this.terminal.raise('SIGWINCH');
    this.#run();
  }

  #begin(): Task<LineResult> {
    return this.#lines.readLine(this.#prompt, { history: this.history, complete: this.#complete });
  }

  #run(): void {
    for (;;) {
      const step = this.#reading.next();
      if (!step.done) return;
      this.results.push(step.value);
      this.onLine();
      if (step.value.kind === 'line') this.history.push(step.value.text);
      if (step.value.kind === 'eof') return;
      this.#reading = this.#begin();
    }
  }
}

interface Setting {
  readonly columns?: number;
  readonly rows?: number;
  readonly prompt?: string;
  readonly history?: readonly string[];
  readonly complete?: Complete;
}
