import { type Signal, signal } from '@preact/signals';
import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { TerminalState } from '../../sim/world.ts';
import type { Explanation } from '../protocol.ts';
import { leaveKey } from './leave-key.ts';
import { sendKeylessText } from './screen-reader-input.ts';
import { onThemeChange, terminalTheme } from './terminal-theme.ts';

Terminal.strings.promptLabel = 'Saisie du terminal';
Terminal.strings.tooMuchOutput =
  'La sortie est trop longue pour être annoncée\u00a0; parcourez les lignes pour la lire vous-même';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalListener {
  input(data: string): void;
  /** The window has this size now. */
  sized(size: Size): void;
  leave(backward: boolean): void;
  copyRefused(): void;
}

/** Narrower, tables fold into something nobody can read: the window scrolls sideways instead. */
const LEAST_COLUMNS = 40;
/** How long the window must keep still before its new size is told (ms). */
const STILL = 120;

/** What Ctrl makes of a character; what it does nothing to is left alone. */
const withCtrl = (data: string): string =>
  /^[@-_a-z ]$/.test(data) ? String.fromCharCode(data.toUpperCase().charCodeAt(0) & 0x1f) : data;

const sameSize = (a: Size | undefined, b: Size): boolean => a?.columns === b.columns && a.rows === b.rows;

/** One terminal window of the dock: an xterm, how it is fitted, what its keys mean to the dock. */
export class TerminalView {
  readonly name: string;
  readonly state: Signal<TerminalState | undefined> = signal(undefined);
  /** Why its last command failed, where that can be said. */
  readonly why: Signal<Explanation | undefined> = signal(undefined);
  /** The key bar's Ctrl was pressed: it goes with the next character. */
  readonly ctrl: Signal<boolean> = signal(false);
  /** What the worker takes the window's size to be; undefined as long as it does not know the terminal. */
  #known: Size | undefined;
  #settled = false;
  #seen = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #listener: TerminalListener;
  /** An Escape that a prompt has not got yet. */
  #held = '';
  readonly #ends: (() => void)[] = [];

  constructor(name: string, listener: TerminalListener) {
    this.name = name;
    this.#listener = listener;
    this.#terminal = new Terminal({
      fontFamily: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
      fontSize: 13,
      lineHeight: 1.25,
      scrollback: 5_000,
      minimumContrastRatio: 4.5,
      theme: terminalTheme(),
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(new WebLinksAddon());
    this.#dropReports();
    this.#terminal.onData((data) => this.#input(data));
    this.#heedKeys();
    this.#ends.push(onThemeChange(() => this.#set({ theme: terminalTheme() })));
  }

  /** Puts the window into the page. Returns how to take it out of there. */
  mount(element: HTMLElement): () => void {
    this.#terminal.open(element);
    const { textarea } = this.#terminal;
    if (textarea) {
      textarea.setAttribute('aria-label', `Saisie du terminal ${this.name}`);
      const active = (): boolean => this.#terminal.options.screenReaderMode === true;
      sendKeylessText(textarea, active, (text) => this.type(text));
    }
    const observer = new ResizeObserver(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.fit(), STILL);
    });
    observer.observe(element);
    // Made after xterm's own, so told after it: an xterm that thinks itself unseen puts off being resized, and warns if that takes long.
    const seeing = new IntersectionObserver((entries) => {
      this.#seen = entries.at(-1)?.isIntersecting === true;
      this.fit();
    });
    seeing.observe(element);
    return () => {
      observer.disconnect();
      seeing.disconnect();
    };
  }

  /** From now on the window's size is the page's to say, and its keys the reader's. `known`: the worker has it open already. */
  settle(known: Size | undefined): void {
    this.#known = known ?? this.#known;
    this.#terminal.write('', () => {
      this.#settled = true;
      this.fit();
    });
  }

  /** Fills the space that the window has. */
  fit(): void {
    const proposed = this.#fit.proposeDimensions();
    if (!this.#settled || !this.#seen || proposed === undefined || Number.isNaN(proposed.cols)) return;
    const size = { columns: Math.max(proposed.cols, LEAST_COLUMNS), rows: Math.max(proposed.rows, 2) };
    if (sameSize(this.#known, size)) return;
    this.#known = size;
    this.#terminal.resize(size.columns, size.rows);
    this.#listener.sized(size);
  }

  /** During a replay: has the size that the window had then. */
  follow({ columns, rows }: Size): void {
    this.#known = { columns, rows };
    if (!this.#settled) this.#terminal.write('', () => this.#terminal.resize(columns, rows));
  }

  write(data: Uint8Array): void {
    this.#terminal.write(data);
  }

  type(data: string): void {
    this.#terminal.input(data);
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  /** Copies what is selected; false when nothing is. */
  copy(): boolean {
    if (!this.#terminal.hasSelection()) return false;
    const copied = navigator.clipboard?.writeText(this.#terminal.getSelection()) ?? Promise.reject();
    copied.catch(() => this.#listener.copyRefused());
    return true;
  }

  focus(): void {
    this.#terminal.focus();
  }

  scrollToEnd(): void {
    this.#terminal.scrollToBottom();
  }

  set fontSize(fontSize: number) {
    this.#set({ fontSize });
    this.fit();
  }

  set screenReader(screenReaderMode: boolean) {
    this.#set({ screenReaderMode });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const end of this.#ends) end();
    this.#terminal.dispose();
  }

  #input(data: string): void {
    const all = this.#held + (this.ctrl.value ? withCtrl(data) : data);
    this.#held = '';
    this.ctrl.value = false;
    if (this.#settled) this.#listener.input(all);
  }

  #set(options: Partial<Terminal['options']>): void {
    Object.assign(this.#terminal.options, options);
  }

  /**
   * A program may ask where the cursor is or what the terminal is; no answer is sent. The answer would come after a time that
   * no replay can repeat, and BusyBox, which asks with each prompt, does without it.
   */
  #dropReports(): void {
    for (const final of ['n', 'c']) {
      for (const prefix of ['', '?', '>', '=']) {
        this.#terminal.parser.registerCsiHandler({ final, ...(prefix && { prefix }) }, () => true);
      }
    }
  }

  #heedKeys(): void {
    const meaningOf = leaveKey();
    this.#terminal.attachCustomKeyEventHandler((event) => {
      if (event.type !== 'keydown') return true;
      const meaning = meaningOf(event.key, event.shiftKey);
      if (meaning !== 'stays') {
        event.preventDefault();
        this.#held = '';
        this.#listener.leave(meaning === 'leaves-backward');
        return false;
      }
      if (this.#holds(event)) return false;
      return !this.#isClipboardKey(event) && event.key !== 'F6';
    });
  }

  /**
   * At a prompt, Escape is sent along with the key that follows: it does nothing before, and were it sent alone, then Tab pressed
   * to leave, bash would take the next key, whenever it came, as Alt with that key.
   */
  #holds({ key }: KeyboardEvent): boolean {
    if (key !== 'Escape' || this.#held !== '' || this.state.value?.awaits !== 'command') return false;
    this.#held = '\x1b';
    return true;
  }

  /** Ctrl+Shift+C copies; Ctrl+V and Ctrl+Shift+V are left to the browser, which pastes. */
  #isClipboardKey(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.code === 'KeyC' && event.shiftKey) {
      event.preventDefault();
      this.copy();
      return true;
    }
    return event.key.toLowerCase() === 'v';
  }
}
