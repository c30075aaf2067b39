import { type Signal, signal } from '@preact/signals';
import type {
  Block,
  CapturedInterface,
  History,
  LabEvent,
  NetworkChange,
  RunPace,
  RunRefusal,
  Topology,
} from '../protocol.ts';
import { Connection } from './connection.ts';
import { Travel } from './history/travel.ts';
import { Keeper } from './keeper.ts';
import { blocksDone } from './kept-lab.ts';
import { announcement, dismiss, tell } from './notices.ts';
import { Packets } from './packets/packets.ts';
import type { Size, TerminalListener } from './terminal-view.ts';
import { TerminalWindows } from './terminal-windows.ts';

/** Keys that come one after the other are motion. */
const typingPace = (): RunPace => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'by-line' : 'typed');

/** The reader's lab as the page has it: the worker behind it, its windows, what was done, and that it is kept. */
export class Lab {
  readonly windows = new TerminalWindows((name) => this.#listenerOf(name));
  readonly status: Signal<'starting' | 'ready' | 'lost'> = signal('starting');
  readonly done: Signal<readonly string[]> = signal([]);
  /** The block that is being typed. */
  readonly running: Signal<Block | undefined> = signal(undefined);
  /** The world as it was last seen; undefined until {@link watch} has been called. */
  readonly topology: Signal<Topology | undefined> = signal(undefined);
  /** Where the focus goes when it leaves a terminal. */
  onLeave: (backward: boolean) => void = () => {};

  /** What travels on the network; empty until {@link watch} has been called. */
  readonly packets = new Packets((request) => this.#connection.send(request));
  readonly travel = new Travel({
    start: (history) => this.#replay(history),
    keep: (history) => this.#keeper.keep(history),
  });
  /** What commands made of the networks, as far as it was asked. */
  readonly networkChanges: Signal<ReadonlyMap<number, readonly NetworkChange[]>> = signal(new Map());
  readonly #connection = new Connection({
    event: (event) => this.#heed(event),
    restarted: (dropped) => this.#tellRestart(dropped),
    lost: () => this.#tellLoss(),
  });
  readonly #keeper = new Keeper({
    refused: () => tell('keeping', { text: 'Ce laboratoire ne sera pas conservé.', actions: [] }),
    overtaken: () => this.#tellOvertaken(),
    outdated: () => this.restore(),
  });
  #ready = Promise.withResolvers<void>();
  #announced = new Set<string>();
  readonly #opening = new Map<string, PromiseWithResolvers<void>>();
  readonly #runs = new Map<number, (refusal: RunRefusal | undefined) => void>();
  #lastRun = 0;
  readonly #requests = new Map<number, (response: Uint8Array) => void>();
  #lastRequest = 0;
  /** Who waits for the capture that was asked for last. */
  #captured: (file: Uint8Array<ArrayBuffer>) => void = () => {};
  #watching = { topology: false, exchanges: false };

  /** Starts the lab where it was left, or a new one. */
  restore(): void {
    this.travel.forget();
    this.#start(this.#keeper.take());
  }

  /** Forgets everything: another lab, with other chance. */
  reset(): void {
    this.#keeper.clear();
    this.travel.reset();
    this.#start(null);
  }

  /** The lab as it stands, where anything was done in it. */
  get history(): History | null {
    return this.#connection.history;
  }

  /** Goes on with a lab from elsewhere; this one becomes another continuation. */
  adopt(history: History): void {
    if (this.history) return this.travel.take(history, this.history);
    this.travel.forget();
    this.#start(history);
    this.#keeper.keep(history);
  }

  /** Goes to another moment: what the reader had open there is opened again. */
  #replay(history: History): void {
    dismiss('block');
    this.#start(history);
  }

  /** Fulfilled once the lab has started. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Opens a terminal where there is none of that name, and selects it. Fulfilled once its shell is started. */
  open(name = this.windows.freeName()): Promise<void> {
    this.windows.selected.value = name;
    if (this.#announced.has(name)) return Promise.resolve();
    const opening = this.#opening.get(name) ?? Promise.withResolvers<void>();
    this.#opening.set(name, opening);
    if (this.windows.named(name) === undefined) this.windows.add(name).settle(undefined);
    return opening.promise;
  }

  close(name: string): void {
    this.#connection.send({ type: 'close', terminal: name });
    this.#forget(name);
  }

  /** Keeps {@link topology} and {@link packets} up to date, or no more. */
  watch(wanted: { readonly topology: boolean; readonly exchanges: boolean }): void {
    this.#watching = wanted;
    if (this.status.value === 'ready') this.#connection.send({ type: 'watch', ...wanted });
  }

  /** Asks docker1's Engine API something, from outside of the lab: HTTP/1.1 there and back. */
  request(data: string): Promise<Uint8Array> {
    const id = ++this.#lastRequest;
    this.#connection.send({ type: 'request', id, data });
    return new Promise((resolve) => this.#requests.set(id, resolve));
  }

  /** All frames that an interface has sent and received, as a pcapng file. */
  capture(of: CapturedInterface): Promise<Uint8Array<ArrayBuffer>> {
    this.#connection.send({ type: 'capture', of });
    return new Promise((resolve) => {
      this.#captured = resolve;
    });
  }

  /** Asks what a command made of the networks; {@link networkChanges} will hold it. */
  askNetworkChanges(command: number): void {
    this.#connection.send({ type: 'network-changes', command });
  }

  /** Types a command at a prompt of the host, in a terminal of its own where it `stays` in the foreground. */
  async type(line: string, stays = false): Promise<void> {
    const terminal = (stays ? undefined : this.#hostPrompt()) ?? this.windows.freeName();
    await this.open(terminal);
    this.windows.named(terminal)?.scrollToEnd();
    await this.run([{ id: '', terminal, place: 'host', lines: [line] }], false);
  }

  #hostPrompt(): string | undefined {
    const { shown, selected } = this.windows;
    const free = shown.value.filter(({ state }) => {
      const { awaits, container } = state.value ?? {};
      return awaits === 'command' && container === undefined;
    });
    return (free.find(({ name }) => name === selected.value) ?? free[0])?.name;
  }

  /** Carries blocks out in turn, at once or as if typed. Fulfilled with why that was given up, if it was. */
  run(blocks: readonly Block[], instant: boolean): Promise<RunRefusal | undefined> {
    const id = ++this.#lastRun;
    this.#connection.send({ type: 'run', id, blocks, pace: instant ? 'instant' : typingPace() });
    return new Promise((resolve) => this.#runs.set(id, resolve));
  }

  #start(history: History | null): void {
    this.#clear();
    this.done.value = blocksDone(history);
    this.#connection.start(history);
  }

  #clear(): void {
    if (this.status.value === 'ready') this.#ready = Promise.withResolvers();
    this.status.value = 'starting';
    this.windows.clear();
    this.#announced.clear();
    for (const { resolve } of this.#opening.values()) resolve();
    this.#opening.clear();
    for (const end of this.#runs.values()) end({ reason: 'stopped', block: '' });
    this.#runs.clear();
    for (const end of this.#requests.values()) end(new Uint8Array());
    this.#requests.clear();
  }

  #heed(event: LabEvent): void {
    switch (event.type) {
      case 'started':
        return this.#settle(event.terminals);
      case 'opened':
        return this.#welcome(event.terminal, event);
      case 'resized':
        return this.windows.named(event.terminal)?.follow(event);
      case 'output':
        return this.windows.named(event.terminal)?.write(event.data);
      case 'state': {
        const view = this.windows.named(event.terminal);
        if (view) view.state.value = event.state;
        return;
      }
      case 'closed':
        return this.#forget(event.terminal);
      case 'history':
        this.done.value = blocksDone(event.history);
        if (this.travel.heed(event.history)) this.#keeper.keep(event.history);
        return;
      case 'time':
        if (!this.travel.looksBack) this.#keeper.keepTime(event.now);
        return;
      case 'command':
        return this.travel.note(event.command);
      case 'why': {
        const view = this.windows.named(event.terminal);
        if (view) view.why.value = event.explanation;
        return;
      }
      case 'topology':
        this.topology.value = event.topology;
        return;
      case 'exchanges':
        return this.packets.note(event.exchanges);
      case 'hops':
        return this.packets.show(event.exchange, event.hops);
      case 'response':
        this.#requests.get(event.id)?.(event.data);
        this.#requests.delete(event.id);
        return;
      case 'capture':
        return this.#captured(event.file);
      case 'network-changes':
        return this.#noteNetworks(event.command, event.networks);
      case 'ran':
        this.#runs.get(event.id)?.(event.refusal);
        this.#runs.delete(event.id);
    }
  }

  /** Of commands that have not happened where the reader looks, the worker knows nothing. */
  #noteNetworks(command: number, networks: readonly NetworkChange[]): void {
    const known = new Map(this.networkChanges.value);
    if (networks.length > 0) this.networkChanges.value = known.set(command, networks);
  }

  /** A replay is over: the windows that were closed on the way go, the others are the reader's. */
  #settle(terminals: readonly string[]): void {
    for (const { name } of this.windows.shown.value) if (!terminals.includes(name)) this.#forget(name);
    this.status.value = 'ready';
    if (this.#watching.topology) this.#connection.send({ type: 'watch', ...this.#watching });
    this.packets.restart();
    for (const view of this.windows.shown.value) {
      this.#announced.add(view.name);
      view.settle(undefined);
    }
    this.#ready.resolve();
  }

  #welcome(name: string, size: Size): void {
    this.#opening.get(name)?.resolve();
    this.#opening.delete(name);
    if (this.status.value === 'starting') return void this.windows.add(name, size);
    if (this.#announced.has(name)) return;
    this.#announced.add(name);
    this.windows.add(name).settle(size);
  }

  #forget(name: string): void {
    this.#announced.delete(name);
    this.windows.remove(name);
  }

  #listenerOf(terminal: string): TerminalListener {
    return {
      input: (data) => {
        if (this.running.value?.terminal === terminal) this.#connection.send({ type: 'stop' });
        this.#connection.send({ type: 'input', terminal, data });
      },
      sized: (size) => {
        const type = this.#announced.has(terminal) ? 'resize' : 'open';
        this.#announced.add(terminal);
        this.#connection.send({ type, terminal, ...size });
      },
      leave: (backward) => this.onLeave(backward),
      copyRefused: () => tell('clipboard', { text: 'Le navigateur a refusé la copie.', actions: [] }),
    };
  }

  #tellRestart(dropped: boolean): void {
    this.#clear();
    this.done.value = blocksDone(this.#connection.history);
    const lost = dropped ? ' Votre dernière action n’a pas pu être refaite.' : '';
    tell('crash', { text: `La simulation s’est interrompue. Votre laboratoire a été rétabli.${lost}`, actions: [] });
  }

  #tellLoss(): void {
    this.status.value = 'lost';
    announcement.value = '';
    tell('crash', {
      text: 'La simulation ne démarre pas.',
      actions: [
        { label: 'Réessayer', run: () => this.#retry() },
        { label: 'Réinitialiser', run: () => this.reset() },
      ],
    });
  }

  #retry(): void {
    dismiss('crash');
    this.#start(this.#connection.history);
  }

  #tellOvertaken(): void {
    tell('other-tab', {
      text: 'Un autre onglet a changé le laboratoire conservé. Celui-ci n’est plus conservé.',
      actions: [
        { label: 'Reprendre celui de l’autre onglet', run: () => this.restore() },
        { label: 'Garder celui-ci', run: () => this.#keeper.claim() },
      ],
    });
  }
}
