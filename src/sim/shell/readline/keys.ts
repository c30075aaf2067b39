import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';

/**
 * One key press. `name` is `char` for what can be inserted, else as readline's manual writes it (`C-a`, `M-b`) or a word (`up`,
 * `C-left`, `enter`); `text` is what was typed, for `paste` what was pasted, for `cursor-position` the reply's `row;column`.
 */
export interface Key {
  readonly name: string;
  readonly text: string;
}

const ESC = 0x1b;
const PASTE_END = '\x1b[201~';

/** Control Sequences: parameters and final byte → key (xterm's, with the VT220 forms). */
const SEQUENCES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '7~': 'home',
  '8~': 'end',
  '1;3C': 'M-right',
  '1;3D': 'M-left',
  '1;5C': 'C-right',
  '1;5D': 'C-left',
  '3;5~': 'C-delete',
};

const CONTROLS: Readonly<Record<number, string>> = { 9: 'tab', 10: 'enter', 13: 'enter', 127: 'backspace' };

const latin = (bytes: readonly number[]): string => String.fromCharCode(...bytes);
const utf8 = (bytes: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(bytes));

interface Parsed {
  readonly key: Key;
  /** Bytes that the key took. */
  readonly length: number;
}

function controlName(byte: number): string | undefined {
  const known = CONTROLS[byte];
  if (known) return known;
  return byte < 0x20 ? `C-${String.fromCharCode(byte + 0x40).toLowerCase()}` : undefined;
}

function parseCharacter(bytes: readonly number[]): Parsed | undefined {
  const first = bytes[0] as number;
  const text = latin([first]);
  const control = controlName(first);
  if (control) return { key: { name: control, text }, length: 1 };
  if (first < 0x80) return { key: { name: 'char', text }, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  const broken = bytes.slice(1, length).findIndex((byte) => (byte & 0xc0) !== 0x80);
  if (broken >= 0) return { key: { name: 'char', text: '\ufffd' }, length: broken + 1 };
  if (bytes.length < length) return undefined;
  return { key: { name: 'char', text: utf8(bytes.slice(0, length)) }, length };
}

function parsePaste(bytes: readonly number[], from: number): Parsed | undefined {
  const all = latin(bytes);
  const end = all.indexOf(PASTE_END, from);
  if (end < 0) return undefined;
  return { key: { name: 'paste', text: utf8(bytes.slice(from, end)) }, length: end + PASTE_END.length };
}

function parseSequence(bytes: readonly number[]): Parsed | undefined {
  const end = bytes.findIndex((byte, i) => i >= 2 && byte >= 0x40 && byte <= 0x7e);
  if (end < 0) return undefined;
  const body = latin(bytes.slice(2, end + 1));
  if (body === '200~') return parsePaste(bytes, end + 1);
  const position = /^(\d+;\d+)R$/.exec(body)?.[1];
  if (position) return { key: { name: 'cursor-position', text: position }, length: end + 1 };
  return { key: { name: SEQUENCES[body] ?? 'unknown', text: latin(bytes.slice(0, end + 1)) }, length: end + 1 };
}

function parseEscape(bytes: readonly number[]): Parsed | undefined {
  const second = bytes[1];
  if (second === undefined) return undefined;
  if (second === ESC) return { key: { name: 'escape', text: '\x1b' }, length: 1 };
  if (second === 0x5b) return parseSequence(bytes);
  if (second === 0x4f) {
    const final = bytes[2];
    if (final === undefined) return undefined;
    return { key: { name: SEQUENCES[latin([final])] ?? 'unknown', text: latin(bytes.slice(0, 3)) }, length: 3 };
  }
  const meta = parseCharacter(bytes.slice(1));
  if (!meta) return undefined;
  const name = meta.key.name === 'char' ? meta.key.text : meta.key.name;
  return { key: { name: `M-${name}`, text: meta.key.text }, length: meta.length + 1 };
}

/** The key that `bytes` begin with, or undefined while it is not complete. */
export function parseKey(bytes: readonly number[]): Parsed | undefined {
  if (bytes.length === 0) return undefined;
  return bytes[0] === ESC ? parseEscape(bytes) : parseCharacter(bytes);
}

/**
 * Keys from a terminal. Reads one byte at a time, as both readline and BusyBox do: what was typed ahead after Enter belongs to
 * whatever program runs next, so it must stay in the terminal.
 */
export class KeyReader {
  readonly #sys: Pick<System, 'read' | 'poll'>;
  readonly #fd: number;
  #bytes: number[] = [];

  constructor(sys: Pick<System, 'read' | 'poll'>, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** Would {@link next} have something to read at once? */
  *pending(): Task<boolean> {
    return this.#bytes.length > 0 || (yield* this.#arrives(0));
  }

  /**
   * The next key; undefined at the end of the input. An EINTR goes through and loses nothing.
   * @param escapeTimeout µs after which an ESC that nothing follows is the key Escape; without it, it is Meta for the next one
   */
  *next(escapeTimeout?: number): Task<Key | undefined> {
    for (;;) {
      const parsed = parseKey(this.#bytes);
      if (parsed) {
        this.#bytes.splice(0, parsed.length);
        return parsed.key;
      }
      if (this.#bytes.length === 1 && this.#bytes[0] === ESC && escapeTimeout !== undefined) {
        if (!(yield* this.#arrives(escapeTimeout))) return this.#escape();
      }
      const read = yield* this.#sys.read(this.#fd, 1);
      if (read.length === 0) return undefined;
      this.#bytes.push(...read);
    }
  }

  #escape(): Key {
    this.#bytes = [];
    return { name: 'escape', text: '\x1b' };
  }

  *#arrives(timeout: number): Task<boolean> {
    return (yield* this.#sys.poll([this.#fd], timeout)).length > 0;
  }
}
