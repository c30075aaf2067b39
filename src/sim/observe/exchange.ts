import type { Micros } from '../kernel/clock.ts';
import type { TraceEvent } from '../kernel/trace.ts';
import type { ExchangeKind } from './identity.ts';

/** What a table held when a packet met it. */
export interface TableView {
  readonly name: 'routes' | 'neighbours' | 'forwarding' | 'rules' | 'connections';
  /** As the tool that shows it writes them: `ip route`, `bridge fdb`, `iptables -S` … */
  readonly lines: readonly string[];
  /** The line that was used. */
  readonly used?: number;
}

/** One thing that happened to a packet of an exchange. */
export interface Hop {
  readonly event: TraceEvent;
  /** An answer, or an error on its way back. */
  readonly back: boolean;
  readonly table?: TableView;
  /** Here a proxy's own connection begins. */
  readonly relayed?: true;
}

/** A question and its answer, or what became of them: one ping, one ARP question, one DNS question, one TCP connection. */
export interface Exchange {
  /** Its place among all, from 1. */
  readonly number: number;
  readonly kind: ExchangeKind;
  readonly start: Micros;
  readonly end: Micros;
  /** Where it began. */
  readonly machine: string;
  readonly namespace: string;
  /** Addresses, with a port where there is one, as its origin names them. */
  readonly from: string;
  readonly to: string;
  /** The name that a DNS question asks for. */
  readonly name?: string;
  /** The type of record that it asks for: `A`, `PTR` … */
  readonly recordType?: string;
  /** The connection that docker-proxy opened for this one. */
  readonly relayed?: { readonly from: string; readonly to: string };
  readonly outcome: 'open' | 'answered' | 'failed';
  readonly hops: readonly Hop[];
}
