import type { Machine } from '../kernel/machine.ts';
import type { Process } from '../kernel/process.ts';
import type { PromptEvent, WindowSize } from '../kernel/syscalls.ts';
import { Tty } from '../kernel/tty.ts';

/** What a terminal window opens: a shell on a host. */
export interface TerminalOptions {
  readonly host: string;
  readonly columns: number;
  readonly rows: number;
  readonly argv?: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
  /** Where the shell starts; left out, the home directory. */
  readonly cwd?: string;
}

/** What a terminal is doing now. */
export interface TerminalState {
  /**
   * `command`: a shell's prompt awaits one; `line`: a program awaits a line (a question, `read`); `nothing`: a program
   * runs; `closed`: its shell has ended.
   */
  readonly awaits: 'command' | 'line' | 'nothing' | 'closed';
  readonly host: string;
  /** The name of the container whose terminal it shows (`docker run -it`, `exec -it`, `attach`). */
  readonly container?: string;
}

/** A container's terminal that a client on the host shows in its own. */
export interface ShownTerminal {
  readonly container: string;
  readonly tty: Tty | undefined;
}

/** Finds the container's terminal that a process of the host shows, if it shows one. */
export type ShownBy = (pid: number) => ShownTerminal | undefined;

const LOGIN_SHELL = ['bash'];
const LOGIN_ENVIRONMENT: ReadonlyMap<string, string> = new Map([
  ['HOME', '/root'],
  ['LANG', 'C.UTF-8'],
  ['LOGNAME', 'root'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['SHELL', '/bin/bash'],
  ['TERM', 'xterm-256color'],
  ['USER', 'root'],
]);

/** A terminal window on a host: a pseudo-terminal, and the shell that was started in it. */
export class TerminalWindow {
  readonly #machine: Machine;
  readonly #shownBy: ShownBy;
  readonly #tty: Tty;
  readonly #shell: Process;
  readonly #heard = new WeakSet<Tty>();
  #promptListener: ((event: PromptEvent, container: string | undefined) => void) | undefined;

  constructor(machine: Machine, options: TerminalOptions, shownBy: ShownBy) {
    this.#machine = machine;
    this.#shownBy = shownBy;
    this.#tty = new Tty({ columns: options.columns, rows: options.rows });
    this.#shell = machine.run({
      path: '/bin/bash',
      argv: options.argv ?? LOGIN_SHELL,
      env: new Map([...LOGIN_ENVIRONMENT, ...(options.env ?? [])]),
      cwd: options.cwd ?? '/root',
      files: [0, 1, 2].map((fd) => [fd, this.#tty.slave] as const),
      terminal: this.#tty,
    });
  }

  input(bytes: Uint8Array): void {
    this.#tty.input(bytes);
  }

  /** Calls `listener` with all that the terminal shows. Returns how to stop that. */
  onOutput(listener: (bytes: Uint8Array) => void): () => void {
    return this.#tty.onOutput(listener);
  }

  /**
   * Calls `listener` with what the prompts of its shells do, those of containers that it shows included (`container` is then
   * that one's name); these are found by {@link state}.
   */
  onPrompt(listener: (event: PromptEvent, container: string | undefined) => void): void {
    this.#promptListener = listener;
    this.#tty.onPrompt((event) => listener(event, undefined));
  }

  resize(size: WindowSize): void {
    this.#tty.resize({ columns: size.columns, rows: size.rows });
  }

  /** Closes the window: its programs get SIGHUP. */
  close(): void {
    this.#tty.hangup();
  }

  state(): TerminalState {
    const host = this.#machine.hostname;
    if (this.#shell.status !== undefined || this.#tty.hungUp) return { awaits: 'closed', host };
    const shown = this.#shownTerminal();
    if (shown === undefined) return { awaits: awaits(this.#tty), host };
    this.#hear(shown);
    return { awaits: shown.tty === undefined ? 'nothing' : awaits(shown.tty), host, container: shown.container };
  }

  #hear({ tty, container }: ShownTerminal): void {
    if (tty === undefined || this.#heard.has(tty)) return;
    this.#heard.add(tty);
    tty.onPrompt((event) => this.#promptListener?.(event, container));
  }

  #shownTerminal(): ShownTerminal | undefined {
    for (const process of this.#machine.processes()) {
      if (process.pgid !== this.#tty.foreground || process.terminal !== this.#tty) continue;
      const shown = this.#shownBy(process.pid);
      if (shown !== undefined) return shown;
    }
    return undefined;
  }
}

function awaits(tty: Tty): TerminalState['awaits'] {
  if (tty.commandAwaited) return 'command';
  return tty.readers > 0 && tty.modes.canonical ? 'line' : 'nothing';
}
