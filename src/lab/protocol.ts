import type { Exchange, Layer, TableView, TerminalState, Topology, TraceEvent } from '../sim/world.ts';
import type { Explanation } from './why/explanation.ts';

export type {
  Layer,
  Topology,
  TopologyContainer,
  TopologyInterface,
  TopologyMachine,
  TopologyNetwork,
} from '../sim/world.ts';
export type { Explanation } from './why/explanation.ts';

/** One command block of a lesson: what its « Essayer » types, and where. */
export interface Block {
  /** `SLUG#N`: the page, and the block's place among the page's runnable blocks, from 1. Empty: no block of a page. */
  readonly id: string;
  /** The terminal's name. */
  readonly terminal: string;
  /** Where the terminal must stand: at the host's shell, or at a shell inside a container. */
  readonly place: 'host' | 'container';
  /** Lines typed in turn; `^C` and `^D` alone are those keys. */
  readonly lines: readonly string[];
  /** The block is over once so many lines were shown; the program runs on. */
  readonly pause?: number;
}

/** Something a reader did, and when (µs of the lab's own time). A lab is the list of these: replayed, they give the same bytes. */
export type HistoryEntry =
  | {
      readonly at: number;
      readonly kind: 'open';
      readonly terminal: string;
      readonly columns: number;
      readonly rows: number;
    }
  | { readonly at: number; readonly kind: 'input'; readonly terminal: string; readonly data: string }
  | {
      readonly at: number;
      readonly kind: 'resize';
      readonly terminal: string;
      readonly columns: number;
      readonly rows: number;
    }
  | { readonly at: number; readonly kind: 'close'; readonly terminal: string }
  /** A client outside of the lab asked the Engine API something: one HTTP request. */
  | { readonly at: number; readonly kind: 'request'; readonly data: string }
  /** A block was carried out to its end. */
  | { readonly at: number; readonly kind: 'done'; readonly block: string };

/** A command that was given at a prompt. */
export interface CommandRecord {
  /** Its place among the lab's commands, from 1. */
  readonly number: number;
  readonly terminal: string;
  /** The container at whose shell it was given; left out: the host's. */
  readonly container?: string;
  readonly line: string;
  /** µs of the lab's time. */
  readonly start: number;
  /** When its prompt came back, and with what status; left out while it runs. */
  readonly end?: number;
  readonly status?: number;
  /** What is another way than when it began. */
  readonly changes?: readonly Change[];
  /** How many networks' `inspect` says something else; `network-changes` asks what. */
  readonly networks?: number;
}

/** A network as `docker network inspect` told it before and after a command: JSON, none where it did not exist. */
export interface NetworkChange {
  readonly where: string;
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** Something that came, went, or is another way than before. */
export interface Change {
  readonly sign: '+' | '-' | '~';
  readonly kind: 'container' | 'network' | 'endpoint' | 'port' | 'interface' | 'address' | 'rule';
  /** The machine or container that it is in. */
  readonly where: string;
  readonly name: string;
  /** How it is (or was, where it is gone); `before`: how it was. */
  readonly detail: string;
  readonly before?: string;
}

/** An interface by the names that the topology gives. */
export interface CapturedInterface {
  readonly machine: string;
  readonly namespace: string;
  readonly device: string;
}

/** A question and its answer on the network, at a glance. */
export type ExchangeSummary = Omit<Exchange, 'hops'> & { readonly hops: number };

/** One thing that happened to a packet, ready to be shown. */
export interface ShownHop {
  /** µs since the exchange began. */
  readonly at: number;
  readonly machine: string;
  readonly namespace: string;
  readonly device?: string;
  readonly kind: TraceEvent['kind'];
  readonly back: boolean;
  readonly sentence: string;
  readonly bytes?: Uint8Array;
  readonly layers: readonly Layer[];
  readonly table?: TableView;
}

/** All of a lab: kept, restored, shared. */
export interface History {
  readonly version: 1;
  readonly seed: number;
  /** Unix time in µs at which the lab's clock read 0. */
  readonly epoch: number;
  readonly entries: readonly HistoryEntry[];
  /** The lab's time when this was kept: what ran until then has run. */
  readonly now: number;
}

/** Page → worker. `id` comes back with the answer. */
export type LabRequest =
  /** Starts the lab: anew, or where a history ended. Always the first request. */
  | { readonly type: 'start'; readonly history: History | null; readonly seed: number; readonly epoch: number }
  | { readonly type: 'open'; readonly terminal: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'input'; readonly terminal: string; readonly data: string }
  | { readonly type: 'resize'; readonly terminal: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'close'; readonly terminal: string }
  /** Carries out blocks in turn: `instant` in one go of virtual time, otherwise in real time, typed as a person would or line by line. */
  | { readonly type: 'run'; readonly id: number; readonly blocks: readonly Block[]; readonly pace: RunPace }
  /** Gives up what a `run` still has to do (the reader typed a key). */
  | { readonly type: 'stop' }
  /** Whether the page wants to be told of the topology, and of the exchanges on the network. */
  | { readonly type: 'watch'; readonly topology: boolean; readonly exchanges: boolean }
  /** Asks for all that happened to an exchange's packets; `hops` is the answer. */
  | { readonly type: 'hops'; readonly exchange: number }
  /** Asks docker1's Engine API something: an HTTP/1.1 request that ends its connection; `response` is the answer. */
  | { readonly type: 'request'; readonly id: number; readonly data: string }
  /** Asks for all frames that an interface has sent and received, as a pcapng file; `capture` is the answer. */
  | { readonly type: 'capture'; readonly of: CapturedInterface }
  /** Asks what a command made of the networks; `network-changes` is the answer. */
  | { readonly type: 'network-changes'; readonly command: number }
  /** Whether the lab's time stands still, and moves only by `step`: to the next thing that happens to a packet. */
  | { readonly type: 'pace'; readonly stepping: boolean }
  | { readonly type: 'step' };

export type RunPace = 'typed' | 'by-line' | 'instant';

/** Why a block could not be carried out. */
export type RunRefusal =
  | {
      readonly reason: 'place';
      readonly block: string;
      readonly terminal: string;
      readonly expected: 'host' | 'container';
    }
  | { readonly reason: 'busy'; readonly block: string; readonly terminal: string }
  | { readonly reason: 'stopped'; readonly block: string };

/** Worker → page. */
export type LabEvent =
  | { readonly type: 'started'; readonly terminals: readonly string[] }
  | { readonly type: 'opened'; readonly terminal: string; readonly columns: number; readonly rows: number }
  /** Its output is now laid out for this size: during a replay the page follows, so that lines fold where they did. */
  | { readonly type: 'resized'; readonly terminal: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'output'; readonly terminal: string; readonly data: Uint8Array }
  | { readonly type: 'state'; readonly terminal: string; readonly state: TerminalState }
  /** A terminal's shell has ended. */
  | { readonly type: 'closed'; readonly terminal: string }
  /** The history as it stands now, to be kept; sent after each change, soon. */
  | { readonly type: 'history'; readonly history: History }
  /** The lab's time, about once a second while nothing is done: how far a kept history is to run. */
  | { readonly type: 'time'; readonly now: number }
  | { readonly type: 'ran'; readonly id: number; readonly refusal?: RunRefusal }
  /** The last exchanges, as often as something happened; only where they are watched. */
  | { readonly type: 'exchanges'; readonly exchanges: readonly ExchangeSummary[] }
  | { readonly type: 'hops'; readonly exchange: number; readonly hops: readonly ShownHop[] }
  | { readonly type: 'network-changes'; readonly command: number; readonly networks: readonly NetworkChange[] }
  /** All that came over the connection: HTTP/1.1; nothing where the engine does not listen. */
  | { readonly type: 'response'; readonly id: number; readonly data: Uint8Array }
  | { readonly type: 'capture'; readonly of: CapturedInterface; readonly file: Uint8Array<ArrayBuffer> }
  /** A command began, or has ended. */
  | { readonly type: 'command'; readonly command: CommandRecord }
  /** Why the terminal's last command failed, as far as that is sure; without one: nothing to tell any more. */
  | { readonly type: 'why'; readonly terminal: string; readonly explanation?: Explanation }
  /** The world has changed; only where it is watched. */
  | { readonly type: 'topology'; readonly topology: Topology }
  /** The simulation failed: a bug of ours. The page starts another worker with the history. */
  | { readonly type: 'failed'; readonly message: string };
