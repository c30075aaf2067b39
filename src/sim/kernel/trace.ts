import type { Micros } from './clock.ts';
import type { ConnectionInfo } from './netlink.ts';

/** The five hooks of netfilter, in the names iptables uses for the chains behind them. */
export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

interface BridgedFrame {
  readonly frame: Uint8Array;
  /** The one that decides: the sender's where it is learnt, the receiver's otherwise. */
  readonly mac: string;
}

/** What happened at one hop, and why. IPv4 addresses are dotted, those of IPv6 in RFC 5952's form, MACs `aa:bb:…`; bytes are not to be changed. */
export type TraceDetail =
  | { readonly kind: 'device-tx' | 'device-rx'; readonly frame: Uint8Array }
  | { readonly kind: 'device-drop'; readonly frame: Uint8Array; readonly reason: 'down' | 'no-carrier' | 'too-long' }
  | (BridgedFrame & { readonly kind: 'bridge-learn'; readonly port: string; readonly movedFrom?: string })
  | (BridgedFrame & { readonly kind: 'bridge-forward'; readonly from: string; readonly to: string })
  | (BridgedFrame & { readonly kind: 'bridge-flood'; readonly from: string; readonly to: readonly string[] })
  | (BridgedFrame & { readonly kind: 'bridge-local'; readonly from: string })
  | (BridgedFrame & {
      readonly kind: 'bridge-drop';
      readonly from: string;
      readonly reason: 'same-port' | 'filtered' | 'too-long';
    })
  | {
      /** Frames for macvlans: `to` are the namespaces that they stand in, `from` says whether a switch has seen it. */
      readonly kind: 'macvlan-deliver';
      readonly frame: Uint8Array;
      readonly mac: string;
      readonly from: 'wire' | 'sibling';
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'route';
      readonly destination: string;
      readonly via?: string;
      readonly source: string;
      readonly type: 'unicast' | 'local' | 'broadcast' | 'multicast';
      /** The one that came in to be forwarded; a packet made here has no bytes before it has a way. */
      readonly packet?: Uint8Array;
    }
  | { readonly kind: 'no-route'; readonly destination: string; readonly packet?: Uint8Array }
  | {
      /** `packet`: the one that waits for the answer. */
      readonly kind: 'neighbour-ask';
      readonly address: string;
      readonly unicast: boolean;
      readonly packet?: Uint8Array;
    }
  | { readonly kind: 'neighbour-answer'; readonly address: string; readonly to: string }
  | { readonly kind: 'neighbour-known'; readonly address: string; readonly mac: string }
  | { readonly kind: 'neighbour-failed'; readonly address: string; readonly packets: readonly Uint8Array[] }
  | { readonly kind: 'forward'; readonly packet: Uint8Array; readonly from: string }
  | { readonly kind: 'deliver'; readonly packet: Uint8Array; readonly protocol: number }
  | { readonly kind: 'drop'; readonly packet: Uint8Array; readonly reason: DropReason }
  | { readonly kind: 'ttl-expired'; readonly packet: Uint8Array }
  | { readonly kind: 'fragment'; readonly packet: Uint8Array; readonly pieces: number }
  | {
      /** `packet`: the one that it is about. */
      readonly kind: 'icmp-error';
      readonly type: number;
      readonly code: number;
      readonly to: string;
      readonly packet: Uint8Array;
    }
  | {
      readonly kind: 'netfilter';
      readonly hook: HookName;
      readonly packet: Uint8Array;
      readonly verdict: 'accept' | 'drop';
      readonly table: string;
      readonly chain: string;
      /** The rule that decided, as `iptables -S` writes it; none: the chain's policy. */
      readonly rule?: string;
      /** Its place in the chain, from 1, as `iptables -L --line-numbers` counts. */
      readonly number?: number;
    }
  | {
      /** The packet as it is afterwards; addresses with the port where there is one: `172.17.0.2:80`. */
      readonly kind: 'nat';
      readonly hook: HookName;
      readonly side: 'source' | 'destination';
      readonly packet: Uint8Array;
      readonly from: string;
      readonly to: string;
      /** What connection tracking knows of it; its id is 0 before its first packet has passed all hooks. */
      readonly connection: ConnectionInfo;
    }
  | { readonly kind: 'socket'; readonly packet: Uint8Array; readonly protocol: number; readonly port?: number }
  | { readonly kind: 'port-closed'; readonly packet: Uint8Array; readonly protocol: number; readonly port: number }
  | {
      /** A resolver in this namespace was asked; `from` is the asker's address and port. */
      readonly kind: 'dns-question';
      readonly name: string;
      readonly type: string;
      readonly from: string;
    }
  | {
      /** A resolver hands a question on, from this namespace. */
      readonly kind: 'dns-forward';
      readonly name: string;
      readonly type: string;
      readonly server: string;
    }
  | {
      /** A resolver's answer: addresses or names. `by`: `engine`, or the server that gave it; left out, none did. */
      readonly kind: 'dns-answer';
      readonly name: string;
      readonly type: string;
      readonly rcode: number;
      readonly answers: readonly string[];
      readonly by?: string;
    };

export type DropReason =
  | 'malformed'
  | 'not-forwarding'
  | 'martian-source'
  | 'martian-destination'
  | 'netfilter'
  | 'no-protocol'
  | 'not-for-us'
  | 'reassembly-timeout';

/** Where and when it happened; `device` is left out where none is concerned. */
export interface TracePlace {
  readonly time: Micros;
  readonly machine: string;
  readonly namespace: string;
  readonly device?: string;
}

export type TraceEvent = TracePlace & TraceDetail;

/** Takes a frame as a packet socket on its device would hear it, bridges being promiscuous. `time`: µs since 1970. */
export type FrameListener = (place: TracePlace, direction: 'tx' | 'rx', frame: Uint8Array) => void;

/** Takes every hop's account. An event is only to be built where `active` holds: an unobserved world pays nothing. */
export interface Trace {
  readonly active: boolean;
  emit(event: TraceEvent): void;
  /** Who captures all frames of all devices. */
  readonly captures?: ReadonlySet<FrameListener>;
}

/** The trace of a world: each event goes to all who listen. */
export class TraceStream implements Trace {
  readonly #listeners = new Set<(event: TraceEvent) => void>();
  readonly captures = new Set<FrameListener>();

  get active(): boolean {
    return this.#listeners.size > 0;
  }

  emit(event: TraceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls `listener` at each event. Returns how to stop that. */
  subscribe(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
