import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Dialect } from '../dialect.ts';
import type { LineResult, ReadLineOptions } from '../line-reader.ts';
import { LineBuffer } from './buffer.ts';
import type { Display } from './display.ts';
import { HistoryCursor } from './history.ts';
import { type Key, KeyReader } from './keys.ts';
import type { KillRing } from './kill-ring.ts';
import type { Drawing } from './layout.ts';
import { UndoList } from './undo.ts';

/** What a command was, for those that go on with what the one before did. */
export type CommandKind = 'kill' | 'yank' | 'last-argument' | 'complete' | 'other';

/** The system calls that line editing takes. */
export type TerminalCalls = Pick<System, 'read' | 'write' | 'poll' | 'tcgetattr' | 'tcsetattr' | 'winsize' | 'signal'>;

export interface LineEditorOptions {
  readonly sys: TerminalCalls;
  /** Descriptors of the terminal. */
  readonly input: number;
  readonly output: number;
  readonly dialect: Dialect;
}

/** What one reading of a line works with. */
export interface SessionOptions extends LineEditorOptions, ReadLineOptions {}

const BELL = '\x07';

/** One line being read: what the commands that keys are bound to work on. */
export class Session<D extends Display = Display> {
  readonly options: SessionOptions;
  readonly display: D;
  readonly buffer = new LineBuffer();
  readonly undo = new UndoList();
  readonly kills: KillRing;
  readonly history: HistoryCursor;
  readonly keys: KeyReader;
  /** The kind of the command before, and of the one that runs. */
  before: CommandKind = 'other';
  kind: CommandKind = 'other';
  /** Did the completion before change the line? */
  completed = false;
  /** The history's entry that yank-last-arg took a word of last. */
  argumentIndex = 0;
  /** Clusters shown in reverse video until the next key. */
  standout: Drawing['standout'];
  result: LineResult | undefined;
  /** Set by the signal handlers. */
  interrupted = false;
  resized = false;
  #out = '';
  #unread: Key | undefined;

  constructor(options: SessionOptions, display: D, kills: KillRing) {
    this.options = options;
    this.display = display;
    this.kills = kills;
    this.history = new HistoryCursor(options.history, options.dialect);
    this.keys = new KeyReader(options.sys, options.input);
  }

  /** What is to be drawn. */
  get line(): Omit<Drawing, 'prompt'> {
    return { clusters: this.buffer.clusters, cursor: this.buffer.cursor, standout: this.standout };
  }

  write(bytes: string): void {
    this.#out += bytes;
  }

  beep(): void {
    this.write(BELL);
  }

  refresh(): void {
    this.write(this.display.update(this.line));
  }

  *flush(): Task<void> {
    const bytes = this.#out;
    this.#out = '';
    if (bytes !== '') yield* this.options.sys.write(this.options.output, bytes);
  }

  get columns(): number {
    return this.options.sys.winsize(this.options.output).columns || 80;
  }

  get rows(): number {
    return this.options.sys.winsize(this.options.output).rows || 24;
  }

  /** Gives a key back, to be the next one. */
  unread(key: Key): void {
    this.#unread = key;
  }

  /** The next key, once all is drawn; `interrupt` when SIGINT came, `hangup` at the end of the input. */
  *nextKey(escapeTimeout?: number): Task<Key> {
    for (;;) {
      yield* this.flush();
      const key = yield* this.#read(escapeTimeout);
      if (key) return key;
    }
  }

  *#read(escapeTimeout?: number): Task<Key | undefined> {
    const unread = this.#unread;
    this.#unread = undefined;
    if (unread) return unread;
    if (this.interrupted) {
      this.interrupted = false;
      return { name: 'interrupt', text: '' };
    }
    if (this.resized) {
      this.resized = false;
      this.write(this.display.resize(this.columns));
      return undefined;
    }
    try {
      return (yield* this.keys.next(escapeTimeout)) ?? { name: 'hangup', text: '' };
    } catch (error) {
      if (isErrno(error, 'EINTR')) return undefined;
      throw error;
    }
  }
}
