import type { Signal, Termios } from './syscalls.ts';

const ERASE = 0x7f;
const BACKSPACE = 0x08;
const KILL = 0x15;
const WORD_ERASE = 0x17;
const END_OF_FILE = 0x04;
const LITERAL_NEXT = 0x16;
const REPRINT = 0x12;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const CARET = 0x5e;
/** Back, over it with a blank, back. */
const RUBOUT = [BACKSPACE, 0x20, BACKSPACE];

const SIGNALS: ReadonlyMap<number, Signal> = new Map([
  [0x03, 'SIGINT'],
  [0x1c, 'SIGQUIT'],
  [0x1a, 'SIGTSTP'],
]);

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === TAB;

export interface LineDisciplineHooks {
  echo(bytes: Uint8Array): void;
  signal(signal: Signal): void;
  /** Something may be read now. */
  ready(): void;
}

/** N_TTY: what the kernel does between a terminal's keys and a program's read (termios(3); drivers/tty/n_tty.c). */
export class LineDiscipline {
  readonly modes: Termios = { canonical: true, echo: true, signals: true, crToNl: true, postProcess: true };
  readonly #hooks: LineDisciplineHooks;
  /** Finished input: in canonical mode one entry a line (an empty one is an end of file). */
  #finished: Uint8Array[] = [];
  #line: number[] = [];
  #literal = false;
  /** Echoes of the input that is being taken in: they come out together. */
  #echoes: number[] = [];

  constructor(hooks: LineDisciplineHooks) {
    this.#hooks = hooks;
  }

  get readable(): boolean {
    return this.#finished.length > 0;
  }

  /** At most `count` bytes of the oldest finished input. */
  take(count: number): Uint8Array {
    const first = this.#finished[0] ?? new Uint8Array(0);
    if (first.length > count) this.#finished[0] = first.subarray(count);
    else this.#finished.shift();
    return first.subarray(0, count);
  }

  setModes(modes: Partial<Termios>): void {
    Object.assign(this.modes, modes);
    if (!this.modes.canonical && this.#line.length > 0) this.#finish();
  }

  input(data: Uint8Array): void {
    if (!this.modes.canonical && !this.modes.signals && !this.modes.echo && !this.modes.crToNl) this.#push(data);
    else for (const byte of data) this.#key(byte);
    this.#showEchoes();
  }

  #showEchoes(): void {
    if (this.#echoes.length === 0) return;
    const echoes = Uint8Array.from(this.#echoes);
    this.#echoes = [];
    this.#hooks.echo(echoes);
  }

  /** OPOST | ONLCR. */
  processOutput(data: Uint8Array): Uint8Array {
    if (!this.modes.postProcess || !data.includes(NEWLINE)) return data;
    let newlines = 0;
    for (const byte of data) if (byte === NEWLINE) newlines++;
    const out = new Uint8Array(data.length + newlines);
    let at = 0;
    for (const byte of data) {
      if (byte === NEWLINE) out[at++] = RETURN;
      out[at++] = byte;
    }
    return out;
  }

  #key(raw: number): void {
    const byte = raw === RETURN && this.modes.crToNl && !this.#literal ? NEWLINE : raw;
    const signal = this.modes.signals && !this.#literal ? SIGNALS.get(byte) : undefined;
    if (signal !== undefined) this.#interrupt(byte, signal);
    else if (this.modes.canonical) this.#edit(byte);
    else {
      this.#echo(byte);
      this.#push(Uint8Array.of(byte));
    }
  }

  #interrupt(byte: number, signal: Signal): void {
    this.#line = [];
    this.#finished = [];
    this.#echo(byte);
    this.#showEchoes();
    this.#hooks.signal(signal);
  }

  #edit(byte: number): void {
    const edit = this.#literal ? undefined : this.#edits.get(byte);
    if (edit === undefined) this.#insert(byte);
    else edit();
  }

  readonly #edits: ReadonlyMap<number, () => void> = new Map([
    [ERASE, () => this.#erase()],
    [BACKSPACE, () => this.#erase()],
    [KILL, () => this.#eraseLine()],
    [WORD_ERASE, () => this.#eraseWord()],
    [END_OF_FILE, () => this.#finish()],
    [REPRINT, () => this.#reprint()],
    [
      LITERAL_NEXT,
      () => {
        this.#literal = true;
      },
    ],
    [
      NEWLINE,
      () => {
        this.#insert(NEWLINE);
        this.#finish();
      },
    ],
  ]);

  #eraseLine(): void {
    while (this.#line.length > 0) this.#erase();
  }

  #eraseWord(): void {
    while (isBlank(this.#line.at(-1))) this.#erase();
    while (this.#line.length > 0 && !isBlank(this.#line.at(-1))) this.#erase();
  }

  #insert(byte: number): void {
    this.#literal = false;
    this.#line.push(byte);
    this.#echo(byte);
  }

  #erase(): void {
    let byte = this.#line.pop();
    while (byte !== undefined && isContinuation(byte)) byte = this.#line.pop();
    if (byte === undefined || !this.modes.echo) return;
    this.#echoes.push(...(byte < 0x20 && byte !== TAB ? [...RUBOUT, ...RUBOUT] : RUBOUT));
  }

  #reprint(): void {
    this.#echo(REPRINT);
    this.#echo(NEWLINE);
    for (const byte of this.#line) this.#echo(byte);
  }

  #finish(): void {
    const line = Uint8Array.from(this.#line);
    this.#line = [];
    this.#push(line);
  }

  #push(data: Uint8Array): void {
    this.#finished.push(data.slice());
    this.#hooks.ready();
  }

  /** ECHO, with ECHOCTL: control characters as `^C`. */
  #echo(byte: number): void {
    if (!this.modes.echo) return;
    if (byte === NEWLINE && this.modes.postProcess) this.#echoes.push(RETURN, NEWLINE);
    else if (byte < 0x20 && byte !== TAB && byte !== NEWLINE) this.#echoes.push(CARET, byte + 0x40);
    else this.#echoes.push(byte);
  }
}
