import {
  type Exchange,
  ExchangeObserver,
  type Terminal,
  type TerminalState,
  type Topology,
  World,
} from '../sim/world.ts';
import { factsOf } from './changes.ts';
import { CommandLog } from './command-log.ts';
import { requestOf } from './engine-request.ts';
import { inspectionsFrom } from './network-changes.ts';
import type { CommandRecord, History, HistoryEntry, LabEvent, NetworkChange } from './protocol.ts';
import { Failures } from './why/failures.ts';

type Action = HistoryEntry extends infer Entry ? (Entry extends HistoryEntry ? Omit<Entry, 'at'> : never) : never;

export interface SessionStart {
  readonly history: History | null;
  /** For a new lab; a history brings its own. */
  readonly seed: number;
  /** Unix time in µs. */
  readonly epoch: number;
}

const encoder = new TextEncoder();
const sameState = (a: TerminalState | undefined, b: TerminalState): boolean =>
  a?.awaits === b.awaits && a.host === b.host && a.container === b.container;

/**
 * A reader's lab: a world, its terminals and its history. Time is given from outside ({@link advance}), so that it runs in
 * real time for a reader and at once for a replay; what is done is done at the lab's own `now`, and noted with it.
 */
export class Session {
  readonly #world: World;
  readonly #emit: (event: LabEvent) => void;
  readonly #start: { readonly seed: number; readonly epoch: number };
  readonly #terminals = new Map<string, Terminal>();
  readonly #states = new Map<string, TerminalState>();
  /** Since when each terminal is in that state, or was last typed in. */
  readonly #since = new Map<string, number>();
  readonly #entries: HistoryEntry[] = [];
  readonly #written = new Map<string, number>();
  readonly #commands: CommandLog;
  readonly #observer = new ExchangeObserver({
    table: (event) => this.#world.tableFor(event),
    proxied: (host, local, target) => this.#world.proxied(host, local, target),
  });
  readonly #failures: Failures;
  /** What the page was told of each terminal's failure. */
  readonly #told = new Map<string, string>();
  #failed = 0;
  /** Who waits for the answer to the request that is being made; nobody in a replay. */
  #answered: (response: Uint8Array) => void = () => {};

  /** A lab anew, or one that stands where its history ended. `meet` is shown the world before anything happens in it. */
  constructor(start: SessionStart, emit: (event: LabEvent) => void, meet: (world: World) => void = () => {}) {
    const { seed, epoch } = start.history ?? start;
    this.#start = { seed, epoch };
    this.#emit = emit;
    this.#world = new World({ seed, epoch });
    meet(this.#world);
    this.#commands = new CommandLog(
      () => ({
        facts: factsOf(this.#world.topology(), this.#world.firewalls()),
        inspections: inspectionsFrom(this.#world.networkInspections()),
      }),
      (command) => this.#noteCommand(command),
    );
    this.#world.onTrace((event) => this.#observer.note(event));
    this.#failures = new Failures(
      () => this.#observer.exchanges,
      () => this.#world.topology(),
    );
    for (const entry of start.history?.entries ?? []) {
      this.#world.runUntil(entry.at);
      this.#apply(entry);
    }
    if (start.history) this.#world.runUntil(start.history.now);
    this.#reportStates();
  }

  /** µs of the lab's own time. */
  get now(): number {
    return this.#world.now;
  }

  /** When something will happen of itself, if anything will. */
  get next(): number | undefined {
    return this.#world.next;
  }

  get terminals(): readonly string[] {
    return [...this.#terminals.keys()];
  }

  /** Lets everything happen up to the moment `to`. */
  advance(to: number): void {
    this.#world.runUntil(to);
    this.#reportStates();
    if (this.#failed === this.#observer.failed) return;
    this.#failed = this.#observer.failed;
    for (const terminal of this.#terminals.keys()) this.#tellWhy(terminal);
  }

  /** Does what the reader did, now, and notes it. */
  act(action: Action): void {
    if ('terminal' in action && action.kind !== 'open' && !this.#terminals.has(action.terminal)) return;
    this.#apply({ ...action, at: this.#world.now } as HistoryEntry);
    this.#reportStates();
    this.#emit({ type: 'history', history: this.history() });
  }

  /** Asks the engine something from outside of the lab, and notes it; {@link requestOf}. */
  request(data: string, answered: (response: Uint8Array) => void): void {
    this.#answered = answered;
    this.act({ kind: 'request', data });
  }

  topology(): Topology {
    return this.#world.topology();
  }

  /** What a command made of the networks, as `docker network inspect` tells them. */
  networkChanges(command: number): readonly NetworkChange[] {
    return this.#commands.networkChanges(command);
  }

  /** Exchanges on the network so far; while `detailed`, their hops come with the tables that they met. */
  get exchanges(): readonly Exchange[] {
    return this.#observer.exchanges;
  }

  set detailed(detailed: boolean) {
    this.#observer.detailed = detailed;
  }

  /** How many things have happened to packets. */
  get happenings(): number {
    return this.#observer.happenings;
  }

  state(terminal: string): TerminalState | undefined {
    return this.#terminals.get(terminal)?.state();
  }

  /** For how long (µs) a terminal has been doing what it does, untouched. */
  still(terminal: string): number {
    return this.now - (this.#since.get(terminal) ?? this.now);
  }

  /** How many lines a terminal has shown since it was opened. */
  linesShown(terminal: string): number {
    return this.#written.get(terminal) ?? 0;
  }

  #noteCommand(command: CommandRecord): void {
    this.#failures.command(command);
    this.#emit({ type: 'command', command });
    this.#tellWhy(command.terminal);
  }

  #tellWhy(terminal: string): void {
    const explanation = this.#failures.why(terminal);
    const text = JSON.stringify(explanation ?? '');
    if ((this.#told.get(terminal) ?? '""') === text) return;
    this.#told.set(terminal, text);
    this.#emit({ type: 'why', terminal, ...(explanation && { explanation }) });
  }

  history(): History {
    return { version: 1, ...this.#start, entries: [...this.#entries], now: this.#world.now };
  }

  #apply(entry: HistoryEntry): void {
    this.#entries.push(entry);
    switch (entry.kind) {
      case 'open':
        this.#open(entry.terminal, entry);
        break;
      case 'input':
        this.#input(entry.terminal, entry.data);
        break;
      case 'resize':
        this.#resize(entry.terminal, entry);
        break;
      case 'close':
        this.#forget(entry.terminal);
        break;
      case 'request':
        requestOf(this.#world, encoder.encode(entry.data), this.#answered);
        this.#answered = () => {};
        break;
      case 'done':
        break;
    }
    // What an action sets off at its own moment happens before the next one, live as in a replay.
    this.#world.runUntil(this.#world.now);
  }

  #open(name: string, size: { columns: number; rows: number }): void {
    if (this.#terminals.has(name)) return;
    const terminal = this.#world.openTerminal({ host: 'docker1', ...size });
    this.#terminals.set(name, terminal);
    this.#emit({ type: 'opened', terminal: name, columns: size.columns, rows: size.rows });
    terminal.onPrompt((event, container) => this.#commands.note(event, { terminal: name, container }, this.now));
    terminal.onOutput((data) => {
      this.#written.set(name, this.linesShown(name) + data.filter((byte) => byte === 0x0a).length);
      this.#failures.output(name, data);
      this.#emit({ type: 'output', terminal: name, data });
    });
  }

  #input(name: string, data: string): void {
    const terminal = this.#terminals.get(name);
    if (terminal === undefined) return;
    // During a replay nobody else has looked at whose prompt this is typed.
    this.#stateOf(name, terminal);
    this.#since.set(name, this.now);
    terminal.input(encoder.encode(data));
  }

  #stateOf(name: string, terminal: Terminal): TerminalState {
    const state = terminal.state();
    if (state.awaits === 'command' && state.container !== undefined) this.#commands.enter(name);
    return state;
  }

  #resize(name: string, { columns, rows }: { columns: number; rows: number }): void {
    const terminal = this.#terminals.get(name);
    if (terminal === undefined) return;
    // Before the shell redraws its line for the new size.
    this.#emit({ type: 'resized', terminal: name, columns, rows });
    terminal.resize({ columns, rows });
  }

  #forget(name: string): void {
    this.#terminals.get(name)?.close();
    this.#terminals.delete(name);
    this.#states.delete(name);
    this.#since.delete(name);
    this.#written.delete(name);
    this.#failures.forget(name);
  }

  #reportStates(): void {
    for (const [name, terminal] of this.#terminals) {
      const state = this.#stateOf(name, terminal);
      if (sameState(this.#states.get(name), state)) continue;
      this.#states.set(name, state);
      this.#since.set(name, this.now);
      this.#emit({ type: 'state', terminal: name, state });
    }
    for (const [name, state] of this.#states) if (state.awaits === 'closed') this.#endOf(name);
  }

  /** A shell that ended takes its terminal with it. */
  #endOf(name: string): void {
    if (!this.#terminals.has(name)) return;
    this.#terminals.delete(name);
    this.#states.delete(name);
    this.#since.delete(name);
    this.#emit({ type: 'closed', terminal: name });
  }
}
