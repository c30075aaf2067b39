import type { Task } from '../../kernel/task.ts';
import type { Key } from './keys.ts';
import type { Session } from './session.ts';

/** readline's keyseq-timeout: after that long an ESC that nothing follows ends the search. */
const ESCAPE_TIMEOUT = 500_000;

interface Match {
  readonly pattern: string;
  /** The history's entry and the place in it (as strings count) that is shown. */
  readonly index: number;
  readonly at: number;
  readonly found: boolean;
}

/** Ctrl-R in bash (isearch.c): the line found so far is shown behind a prompt of its own. */
class IncrementalSearch {
  readonly #session: Session;
  readonly #original: { readonly text: string; readonly cursor: number };
  #matches: Match[];

  constructor(session: Session) {
    const { buffer, history } = session;
    this.#session = session;
    this.#original = { text: buffer.text, cursor: buffer.cursor };
    this.#matches = [{ pattern: '', index: history.index, at: buffer.offset, found: true }];
    this.#show();
  }

  /** Goes on with one key; false when the key is none of the search's. */
  take(key: Key, lastPattern: string): boolean {
    if (key.name === 'char' || key.name === 'paste') this.#search(this.#now.pattern + key.text, false);
    else if (key.name === 'C-r') this.#search(this.#now.pattern || lastPattern, this.#now.pattern !== '');
    else if (key.name === 'backspace' || key.name === 'C-h') this.#back();
    else return false;
    return true;
  }

  /** Ends it on the line found, or with what there was before. Returns the pattern. */
  end(abandon: boolean): string {
    const { buffer, history, undo, display } = this.#session;
    const { index, pattern } = this.#now;
    if (abandon) buffer.set(this.#original.text, this.#original.cursor);
    else if (index !== history.index) {
      history.go(index, this.#original.text);
      undo.clear();
    }
    this.#session.standout = undefined;
    this.#session.write(display.redraw(this.#session.line));
    return pattern;
  }

  get #now(): Match {
    return this.#matches.at(-1) as Match;
  }

  #back(): void {
    if (this.#matches.length === 1) this.#session.beep();
    else this.#matches.pop();
    this.#show();
  }

  #textAt(index: number): string {
    const { history } = this.#session;
    return index === history.index ? this.#original.text : history.at(index);
  }

  #search(pattern: string, further: boolean): void {
    const match = this.#find(pattern, further);
    if (!match) this.#session.beep();
    if (!match && further && !this.#now.found) return;
    this.#matches.push(match ?? { ...this.#now, pattern, found: false });
    this.#show();
  }

  #find(pattern: string, further: boolean): Match | undefined {
    const { index, at } = this.#now;
    const shown = this.#textAt(index);
    for (let i = index; i >= 0; i--) {
      const text = this.#textAt(i);
      if (i < index && text === shown) continue;
      const from = i === index ? at - (further ? 1 : 0) : text.length;
      const found = from < 0 ? -1 : text.lastIndexOf(pattern, from);
      if (found >= 0) return { pattern, index: i, at: found, found: true };
    }
    return undefined;
  }

  #show(): void {
    const { buffer, display } = this.#session;
    const { pattern, index, at, found } = this.#now;
    buffer.set(this.#textAt(index));
    buffer.offset = at + pattern.length;
    const end = buffer.cursor;
    buffer.offset = at;
    this.#session.standout = found && pattern !== '' ? [buffer.cursor, end] : undefined;
    const message = `(${found ? '' : 'failed '}reverse-i-search)\`${pattern}': `;
    this.#session.write(display.redraw(this.#session.line, message));
  }
}

const lastPatterns = new WeakMap<object, string>();

/** Searches the history backwards as the pattern is typed. The key that ended it, still to be obeyed; none after ESC or ^G. */
export function* searchIncrementally(session: Session): Task<Key | undefined> {
  const search = new IncrementalSearch(session);
  let key: Key;
  do key = yield* session.nextKey(ESCAPE_TIMEOUT);
  while (search.take(key, lastPatterns.get(session.kills) ?? ''));
  const pattern = search.end(key.name === 'C-g' || key.name === 'interrupt');
  if (pattern !== '') lastPatterns.set(session.kills, pattern);
  if (key.name === 'C-g' || key.name === 'escape') return undefined;
  return key;
}
