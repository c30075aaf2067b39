import type { Dialect } from '../dialect.ts';

/** Lines that were entered, oldest first. The editor changes entries in place as the real ones do; the shell may append. */
export type History = string[];

/**
 * Adds a line as each shell does by default: bash keeps all that is not empty (HISTCONTROL unset), BusyBox drops one that repeats
 * the last.
 */
export function remember(history: History, line: string, dialect: Dialect): void {
  if (line === '' || (dialect === 'ash' && history.at(-1) === line)) return;
  history.push(line);
}

/** Where in the history the editor is: at an entry, or below the last one on the line being typed. */
export class HistoryCursor {
  readonly entries: History;
  readonly #dialect: Dialect;
  #index: number;
  #typed = '';
  /** Entries as they were before they were edited in this reading of a line. */
  readonly #originals = new Map<number, string>();

  constructor(entries: History, dialect: Dialect) {
    this.entries = entries;
    this.#dialect = dialect;
    this.#index = entries.length;
  }

  get index(): number {
    return this.#index;
  }

  /** The entry at `index`; below the last one, what had been typed. */
  at(index: number): string {
    return this.entries[index] ?? this.#typed;
  }

  /** Goes to an entry and keeps what the line has become where it came from. Undefined when there is no such entry. */
  go(index: number, text: string): string | undefined {
    if (index < 0 || index > this.entries.length) return undefined;
    this.#keep(text);
    this.#index = index;
    return this.at(index);
  }

  /** The line is entered: readline takes back what was changed in its entry, and only there (`readline_internal_teardown`). */
  accept(): void {
    const original = this.#originals.get(this.#index);
    if (original !== undefined && this.#dialect === 'bash') this.entries[this.#index] = original;
  }

  #keep(text: string): void {
    const entry = this.entries[this.#index];
    if (entry === undefined) {
      this.#typed = text;
      return;
    }
    // BusyBox does not store a line that was emptied (save_command_ps_at_cur_history).
    if (this.#dialect === 'ash' && text === '') return;
    if (!this.#originals.has(this.#index)) this.#originals.set(this.#index, entry);
    this.entries[this.#index] = text;
  }
}
