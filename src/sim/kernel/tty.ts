import { Errno } from './errno.ts';
import type { OpenFile } from './file.ts';
import { LineDiscipline } from './line-discipline.ts';
import type { Process } from './process.ts';
import type { PromptEvent, Signal, Stat, Termios, WindowSize } from './syscalls.ts';
import { type Task, WaitQueue } from './task.ts';

/** Sends a signal to all of a process group; given by the machine that the terminal's session lives on. */
export type SignalGroup = (pgid: number, signal: Signal) => void;

/**
 * A pseudo-terminal pair (pty(7)). Whoever holds the master — a terminal window, or dockerd for `docker run -t` —
 * uses {@link input}, {@link onOutput}, {@link resize}; programs read and write {@link slave}.
 */
export class Tty {
  readonly slave: OpenFile;
  /** As `pts/0`. */
  name = 'pts/0';
  /** The foreground process group, by the host's pids; 0 before a session took the terminal. */
  foreground = 0;
  /** Who leads the session that this terminal controls. */
  session: Process | undefined;
  /** How many reads are waiting for input. */
  readers = 0;
  readonly changed = new WaitQueue();
  readonly discipline: LineDiscipline;
  #size: WindowSize;
  #listeners = new Set<(bytes: Uint8Array) => void>();
  #commandAwaited = false;
  #promptListeners = new Set<(event: PromptEvent) => void>();
  #signalGroup: SignalGroup | undefined;
  #hungUp = false;

  constructor(size: WindowSize) {
    this.#size = size;
    this.slave = new TtySlave(this);
    this.discipline = new LineDiscipline({
      echo: (bytes) => this.#emit(bytes),
      signal: (signal) => this.signalForeground(signal),
      ready: () => this.changed.wake(),
    });
  }

  get modes(): Termios {
    return this.discipline.modes;
  }

  get size(): WindowSize {
    return this.#size;
  }

  get hungUp(): boolean {
    return this.#hungUp;
  }

  /** Makes this the controlling terminal of the session that `leader` leads. */
  startSession(leader: Process, signalGroup: SignalGroup): void {
    this.session = leader;
    this.foreground = leader.pgid;
    this.#signalGroup = signalGroup;
  }

  /** The session's leader has ended: its foreground group gets SIGHUP. */
  endSession(): void {
    this.session = undefined;
    this.signalForeground('SIGHUP');
    this.foreground = 0;
    this.#commandAwaited = false;
  }

  /** Bytes typed at the master's side. */
  input(bytes: Uint8Array): void {
    if (!this.#hungUp) this.discipline.input(bytes);
  }

  /** Calls `listener` with all that comes out at the master's side. Returns how to stop that. */
  onOutput(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A shell's prompt is waiting here. */
  get commandAwaited(): boolean {
    return this.#commandAwaited;
  }

  /** See `System.notePrompt`. */
  notePrompt(event: PromptEvent): void {
    this.#commandAwaited = event.kind === 'awaited';
    for (const listener of [...this.#promptListeners]) listener(event);
  }

  /** Calls `listener` with what its shells' prompts do. Returns how to stop that. */
  onPrompt(listener: (event: PromptEvent) => void): () => void {
    this.#promptListeners.add(listener);
    return () => this.#promptListeners.delete(listener);
  }

  /** TIOCSWINSZ: the foreground group gets SIGWINCH when the size is a new one. */
  resize(size: WindowSize): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.signalForeground('SIGWINCH');
  }

  /** The master is closed: reads end, the foreground group gets SIGHUP. */
  hangup(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.signalForeground('SIGHUP');
    this.changed.wake();
  }

  signalForeground(signal: Signal): void {
    if (this.foreground > 0) this.#signalGroup?.(this.foreground, signal);
  }

  /** What a program writes, after output processing. */
  write(bytes: Uint8Array): void {
    if (this.#hungUp) throw new Errno('EIO');
    this.#emit(this.discipline.processOutput(bytes));
  }

  #emit(bytes: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(bytes);
  }
}

class TtySlave implements OpenFile {
  readonly tty: Tty;

  constructor(tty: Tty) {
    this.tty = tty;
  }

  get readable(): boolean {
    return this.tty.hungUp || this.tty.discipline.readable;
  }

  get changed(): WaitQueue {
    return this.tty.changed;
  }

  *read(count: number): Task<Uint8Array> {
    this.tty.readers++;
    try {
      while (!this.readable) yield { queues: [this.tty.changed] };
    } finally {
      this.tty.readers--;
    }
    return this.tty.discipline.readable ? this.tty.discipline.take(count) : new Uint8Array(0);
  }

  *write(data: Uint8Array): Task<number> {
    this.tty.write(data);
    return data.length;
  }

  stat(): Stat {
    const number = Number(this.tty.name.split('/')[1] ?? 0);
    return {
      type: 'char',
      inode: number + 3,
      mode: 0o620,
      links: 1,
      uid: 0,
      gid: 5,
      size: 0,
      mtime: 0,
      device: [136, number],
    };
  }

  close(): void {}
}

/** The terminal that an open file is a slave of, if it is one. */
export const ttyOf = (file: OpenFile): Tty | undefined => (file instanceof TtySlave ? file.tty : undefined);
