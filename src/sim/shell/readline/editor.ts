import type { Task } from '../../kernel/task.ts';
import type { LineReader, LineResult, ReadLineOptions } from '../line-reader.ts';
import type { Display } from './display.ts';
import type { Key } from './keys.ts';
import { KillRing } from './kill-ring.ts';
import { LineeditDisplay } from './lineedit-display.ts';
import { obeyLineedit } from './lineedit-keys.ts';
import { ESCAPE_TIMEOUT } from './lineedit-search.ts';
import { ReadlineDisplay } from './readline-display.ts';
import { obeyReadline, PASTE_ON } from './readline-keys.ts';
import { type LineEditorOptions, Session } from './session.ts';

const ASK_CURSOR_POSITION = '\x1b[6n';

/**
 * Reads lines from a terminal with editing, history, search and completion: as GNU readline 8.3 in bash, as BusyBox 1.37 in ash.
 *
 * It takes SIGINT (in bash) and SIGWINCH while it reads. Its handler for SIGINT is still there afterwards, without effect: the
 * shell has to set its own again.
 */
export class LineEditor implements LineReader {
  readonly #options: LineEditorOptions;
  readonly #kills = new KillRing();

  constructor(options: LineEditorOptions) {
    this.#options = options;
  }

  /**
   * Reads one line. When this returns, the terminal is back in its modes and its cursor at the start of a row (but after ^D in ash
   * still behind the prompt: the newline is the shell's).
   * @param prompt expanded; what stands between \x01 and \x02 takes no columns
   */
  *readLine(prompt: string, options: ReadLineOptions): Task<LineResult> {
    const { sys, input, dialect } = this.#options;
    const modes = { ...sys.tcgetattr(input) };
    // readline keeps ISIG and takes Enter as CR; BusyBox clears ISIG and leaves the input modes alone.
    const raw = dialect === 'bash' ? { crToNl: false } : { signals: false };
    sys.tcsetattr(input, { ...raw, canonical: false, echo: false });
    try {
      return yield* dialect === 'bash' ? this.#readline(prompt, options) : this.#lineedit(prompt, options);
    } finally {
      sys.tcsetattr(input, modes);
      sys.signal('SIGWINCH', 'default');
    }
  }

  *#readline(prompt: string, options: ReadLineOptions): Task<LineResult> {
    const session = this.#session(new ReadlineDisplay(this.#columns), options);
    this.#options.sys.signal('SIGINT', () => {
      session.interrupted = true;
    });
    session.write(PASTE_ON + session.display.start(prompt));
    return yield* this.#edit(session, undefined, (key) => obeyReadline(session, key));
  }

  *#lineedit(prompt: string, options: ReadLineOptions): Task<LineResult> {
    const session = this.#session(new LineeditDisplay(this.#columns), options);
    session.write(session.display.start(prompt));
    yield* session.flush();
    // Not when something was typed ahead: the answer would come behind it (lineedit.c, ask_terminal).
    if (!(yield* session.keys.pending())) session.write(ASK_CURSOR_POSITION);
    return yield* this.#edit(session, ESCAPE_TIMEOUT, (key) => obeyLineedit(session, key));
  }

  get #columns(): number {
    return this.#options.sys.winsize(this.#options.output).columns || 80;
  }

  #session<D extends Display>(display: D, options: ReadLineOptions): Session<D> {
    const session = new Session({ ...this.#options, ...options }, display, this.#kills);
    this.#options.sys.signal('SIGWINCH', () => {
      session.resized = true;
    });
    return session;
  }

  *#edit<D extends Display>(
    session: Session<D>,
    escapeTimeout: number | undefined,
    obey: (key: Key) => Task<void>,
  ): Task<LineResult> {
    while (!session.result) {
      const key = yield* session.nextKey(escapeTimeout);
      if (key.name === 'cursor-position' && session.options.dialect === 'bash') continue;
      session.kind = 'other';
      session.standout = undefined;
      yield* obey(key);
      session.before = session.kind;
    }
    yield* session.flush();
    return session.result;
  }
}
