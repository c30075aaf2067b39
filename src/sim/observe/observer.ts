import type { Micros } from '../kernel/clock.ts';
import type { TraceEvent } from '../kernel/trace.ts';
import type { DnsMessage } from '../kernel/wire/dns.ts';
import type { Exchange, Hop, TableView } from './exchange.ts';
import { flowOf, type Identity, identifyFrame, identifyPacket } from './identity.ts';

/** So many exchanges are kept, and so many hops of each: a flood of pings is not remembered whole. */
const MOST_EXCHANGES = 400;
const MOST_HOPS = 160;
/** After so long, the same two ends begin something else (µs). */
const IDLE: Micros = 15_000_000;
/** A proxy opens its own connection so soon after it took the client's (µs). */
const PROMPT: Micros = 1_000_000;

type Growing = { -readonly [Field in keyof Exchange]: Exchange[Field] } & { readonly hops: Hop[] };

export interface ObserverOptions {
  /** What table an event was about, as it is at that moment; asked only while {@link ExchangeObserver.detailed}. */
  table?(event: TraceEvent): TableView | undefined;
  /** Does docker-proxy on that machine take connections to `local` and open others to `target`? Both with a port. */
  proxied?(machine: string, local: string, target: string): boolean;
}

/** Follows exchanges through the stream of events: who asked what, which way it went, and how it ended. */
export class ExchangeObserver {
  /** How many exchanges have failed so far. */
  failed = 0;
  /** How many hops there have been. */
  happenings = 0;
  /** Whether hops are to carry the tables that they met. */
  detailed = false;
  readonly #options: ObserverOptions;
  readonly #byFlow = new Map<string, Growing>();
  readonly #exchanges: Growing[] = [];
  /** Events of a namespace that come before the packet they are about has bytes. */
  readonly #early = new Map<string, TraceEvent[]>();
  #count = 0;

  constructor(options: ObserverOptions = {}) {
    this.#options = options;
  }

  /** The oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** Takes an event. Its bytes are copied: the kernel may write into them later. */
  note(event: TraceEvent): void {
    const bytes = bytesOf(event);
    if (bytes === undefined) return this.#noteWithoutBytes(event);
    const kept = withBytes(event, bytes.slice());
    const identity = 'frame' in event ? identifyFrame(bytes) : identifyPacket(bytes);
    if (identity === undefined) return;
    const exchange = this.#exchangeOf(identity, kept);
    for (const early of this.#takeEarly(event)) this.#add(exchange, early, identity);
    this.#add(exchange, kept, identity);
    if (event.kind === 'neighbour-failed')
      for (const packet of event.packets.slice(1)) this.#noteFailure(event, packet);
  }

  /** A route found for a packet to be made, or a resolver's doings: they belong to what comes next, or to a name. */
  #noteWithoutBytes(event: TraceEvent): void {
    if (event.kind === 'no-route') return this.#unroutable(event);
    if (event.kind === 'dns-question' || event.kind === 'dns-forward' || event.kind === 'dns-answer') {
      const asked = this.#exchanges.findLast(
        ({ kind, name, recordType }) => kind === 'dns' && name === event.name && recordType === event.type,
      );
      if (asked) this.#push(asked, { event, back: event.kind === 'dns-answer' });
      return;
    }
    if (event.kind === 'route') this.#early.set(event.namespace, [event]);
  }

  #takeEarly({ namespace, time }: TraceEvent): readonly TraceEvent[] {
    const early = this.#early.get(namespace) ?? [];
    this.#early.delete(namespace);
    return early.filter((event) => event.time === time);
  }

  /** A packet that was never made: its sender was told « network unreachable » at once. */
  #unroutable(event: Extract<TraceEvent, { kind: 'no-route' }>): void {
    const exchange = this.#begin(
      { kind: 'other', tag: '', from: '', to: event.destination, opens: true, answers: false },
      event,
    );
    this.#push(exchange, { event, back: false });
    this.#conclude(exchange, 'failed');
  }

  #noteFailure(event: Extract<TraceEvent, { kind: 'neighbour-failed' }>, packet: Uint8Array): void {
    const identity = identifyPacket(packet);
    const exchange = identity && this.#byFlow.get(flowOf(identity));
    if (exchange) this.#add(exchange, { ...event, packets: [packet.slice()] }, identity);
  }

  #exchangeOf(identity: Identity, event: TraceEvent): Growing {
    if (event.kind === 'nat') return this.#translated(identity, event);
    const flow = flowOf(identity);
    const known = this.#byFlow.get(flow);
    const another =
      known === undefined ||
      event.time - known.end > IDLE ||
      (identity.opens && known.outcome !== 'open' && !ofRelay(known, identity) && startsAnew(known, identity, event));
    if (!another) return known;
    const exchange = this.#clientOf(identity, event) ?? this.#begin(identity, event);
    this.#byFlow.set(flow, exchange);
    return exchange;
  }

  /** The connection for which a proxy opens this one. */
  #clientOf({ kind, opens, from, to }: Identity, { machine, namespace, time }: TraceEvent): Growing | undefined {
    if (kind !== 'tcp' || !opens) return undefined;
    const client = this.#exchanges.findLast(
      (each) =>
        each.kind === 'tcp' &&
        each.relayed === undefined &&
        time - each.end < PROMPT &&
        each.hops.some(({ event }) => event.kind === 'socket' && event.namespace === namespace) &&
        this.#options.proxied?.(machine, each.to, to),
    );
    if (client) client.relayed = { from, to };
    return client;
  }

  /** From here on the packet has other addresses, and so has what answers it. */
  #translated(after: Identity, event: Extract<TraceEvent, { kind: 'nat' }>): Growing {
    const end = event.side === 'source' ? 'from' : 'to';
    const before = { ...after, [end]: event.from };
    const known = this.#byFlow.get(flowOf(before)) ?? this.#byFlow.get(flowOf(after)) ?? this.#begin(before, event);
    for (const identity of [before, after]) this.#byFlow.set(flowOf(identity), known);
    return known;
  }

  #begin(identity: Identity, { time, machine, namespace }: TraceEvent): Growing {
    const { kind, from, to, dns } = identity;
    const [question] = dns?.questions ?? [];
    const exchange: Growing = {
      ...{ number: ++this.#count, kind, start: time, end: time, machine, namespace, from, to },
      ...(question && { name: question.name, recordType: question.type }),
      outcome: 'open',
      hops: [],
    };
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > MOST_EXCHANGES) this.#forgetOldest();
    return exchange;
  }

  #forgetOldest(): void {
    const gone = this.#exchanges.shift();
    for (const [flow, exchange] of this.#byFlow) if (exchange === gone) this.#byFlow.delete(flow);
  }

  #add(exchange: Growing, event: TraceEvent, identity: Identity): void {
    const table = this.detailed ? this.#options.table?.(event) : undefined;
    const inner = ofRelay(exchange, identity);
    const to = inner ? exchange.relayed?.to : exchange.to;
    const back =
      identity.answers || identity.error !== undefined || (identity.kind !== 'other' && identity.from === to);
    const relayed = inner && !exchange.hops.some((hop) => hop.relayed);
    this.#push(exchange, { event, back, ...(table && { table }), ...(relayed && { relayed }) });
    // That the proxy has answered says nothing of whom it asks.
    const outcome = outcomeOf(inner ? { ...exchange, outcome: 'open' } : exchange, event, identity);
    if (outcome) this.#conclude(exchange, outcome);
  }

  #conclude(exchange: Growing, outcome: Exchange['outcome']): void {
    if (outcome === 'failed' && exchange.outcome !== 'failed') this.failed++;
    exchange.outcome = outcome;
  }

  #push(exchange: Growing, hop: Hop): void {
    this.happenings++;
    exchange.end = hop.event.time;
    if (exchange.hops.length < MOST_HOPS) exchange.hops.push(hop);
  }
}

/** Is it about the connection that a proxy opened? */
const ofRelay = ({ relayed }: Exchange, { from, to }: Identity): boolean =>
  relayed !== undefined && [from, to].includes(relayed.from);

/** Does a question come again after it was answered, or after its like has ended? Copies of one question do not. */
function startsAnew(known: Growing, identity: Identity, event: TraceEvent): boolean {
  if (event.namespace !== known.namespace || event.kind !== 'device-tx') return false;
  return identity.kind === 'arp' || identity.kind === 'ndp' || identity.kind === 'tcp' || identity.kind === 'dns';
}

/** Nobody has all types of records: that there is no IPv6 address is an answer. */
const isGoodAnswer = ({ rcode, answers, questions: [question] }: DnsMessage): boolean =>
  rcode === 0 && (answers.length > 0 || question?.type !== 'A');

function outcomeOf(
  exchange: Growing,
  event: TraceEvent,
  { answers, dns, error }: Identity,
): Exchange['outcome'] | undefined {
  switch (event.kind) {
    case 'socket':
    case 'device-rx':
      if (event.namespace !== exchange.namespace) return undefined;
      if (error) return exchange.outcome === 'answered' ? undefined : 'failed';
      if (!answers) return undefined;
      return dns && !isGoodAnswer(dns) ? 'failed' : 'answered';
    case 'drop':
    case 'ttl-expired':
    case 'neighbour-failed':
    case 'device-drop':
    case 'no-route':
    case 'port-closed':
      return exchange.outcome === 'answered' ? undefined : 'failed';
    case 'bridge-drop':
      return event.reason === 'same-port' || exchange.outcome === 'answered' ? undefined : 'failed';
    default:
      return undefined;
  }
}

function bytesOf(event: TraceEvent): Uint8Array | undefined {
  if ('frame' in event) return event.frame;
  if (event.kind === 'neighbour-failed') return event.packets[0];
  return 'packet' in event ? event.packet : undefined;
}

/** The same event with bytes of its own. Its kind says which field they are in. */
function withBytes(event: TraceEvent, bytes: Uint8Array): TraceEvent {
  const field =
    'frame' in event ? { frame: bytes } : event.kind === 'neighbour-failed' ? { packets: [bytes] } : { packet: bytes };
  return Object.assign({ ...event }, field);
}
