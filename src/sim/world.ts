import { Clock, type Micros, SECOND } from './kernel/clock.ts';
import type { NetNamespace } from './kernel/inet/net-namespace.ts';
import { Random } from './kernel/random.ts';
import { Scheduler } from './kernel/scheduler.ts';
import type { PromptEvent } from './kernel/syscalls.ts';
import { type FrameListener, type TraceEvent, TraceStream } from './kernel/trace.ts';
import type { TableView } from './observe/exchange.ts';
import { DockerHost } from './world/docker-host.ts';
import { firewallText } from './world/firewall-text.ts';
import { Lan, type WorldParts } from './world/lan.ts';
import { inspectionsOf, type NetworkInspection } from './world/network-inspections.ts';
import type { OutsideConnection, OutsideEnd } from './world/outside-connection.ts';
import { isProxied } from './world/proxied.ts';
import { tableOf } from './world/tables.ts';
import type { TerminalOptions, TerminalState, TerminalWindow } from './world/terminal-window.ts';
import { type Topology, topologyOf } from './world/topology.ts';

export { DeviceCaptures } from './observe/captures.ts';
export { decodeFrame, decodePacket, type Layer } from './observe/decode.ts';
export type { Exchange, Hop, TableView } from './observe/exchange.ts';
export { ExchangeObserver } from './observe/observer.ts';
export type {
  Topology,
  TopologyContainer,
  TopologyInterface,
  TopologyMachine,
  TopologyNetwork,
} from './world/topology.ts';
export type {
  NetworkInspection,
  OutsideConnection,
  PromptEvent,
  TerminalOptions,
  TerminalState,
  TerminalWindow as Terminal,
  TraceEvent,
};
export { SECOND };

export interface WorldOptions {
  readonly seed?: number;
  /** Unix time in µs at the world's start. */
  readonly epoch?: Micros;
}

/** 20 November 2026, 09:00 UTC: when worlds start unless they are told otherwise. */
const DEFAULT_EPOCH: Micros = 1_795_165_200 * SECOND;

/** The Docker hosts and their addresses on the LAN. */
const HOSTS = { docker1: '192.168.65.3', docker2: '192.168.65.4' } as const;

/** How long the machines have been up when the world opens to its reader: what they do at their start is over. */
const SETTLED = 2 * SECOND;

/** Everything there is: two Docker hosts, the LAN that joins them and what lies beyond. Time moves only by {@link runUntil}. */
export class World {
  readonly #scheduler: Scheduler;
  readonly #trace = new TraceStream();
  readonly #hosts: ReadonlyMap<string, DockerHost>;
  readonly #lan: Lan;
  readonly #opened: Micros;

  constructor({ seed = 1, epoch = DEFAULT_EPOCH }: WorldOptions = {}) {
    const seeds = new Random(seed);
    this.#scheduler = new Scheduler(new Clock(epoch - SETTLED));
    const parts: WorldParts = {
      scheduler: this.#scheduler,
      trace: this.#trace,
      random: () => new Random(seeds.uint32()),
    };
    const lan = new Lan(parts);
    this.#lan = lan;
    this.#hosts = new Map(
      Object.entries(HOSTS).map(([name, address]) => [name, new DockerHost(parts, lan, name, address)]),
    );
    this.#scheduler.runUntil(SETTLED);
    this.#opened = this.#scheduler.clock.now;
  }

  /** The names of the Docker hosts. */
  get hosts(): readonly string[] {
    return [...this.#hosts.keys()];
  }

  /** µs since the world opened. */
  get now(): Micros {
    return this.#scheduler.clock.now - this.#opened;
  }

  /** When something will happen of itself, if anything will. */
  get next(): Micros | undefined {
    const { next } = this.#scheduler.clock;
    return next === undefined ? undefined : next - this.#opened;
  }

  /** Lets everything happen up to the moment `until` (µs since the world opened). */
  runUntil(until: Micros): void {
    this.#scheduler.runUntil(Math.round(until) + this.#opened);
  }

  runFor(span: Micros): void {
    this.runUntil(this.now + span);
  }

  /** Opens a terminal window on a host. Throws where there is no such host. */
  openTerminal(options: TerminalOptions): TerminalWindow {
    return this.#host(options.host).openTerminal(options);
  }

  /** Connects a client that is not of the world to a Unix socket of a host. Throws where nothing listens there. */
  connect(host: string, path: string, outside: OutsideEnd): OutsideConnection {
    return this.#host(host).connect(path, outside);
  }

  /** The world as it stands now, to be drawn. */
  topology(): Topology {
    return topologyOf(this.#hosts.values(), this.#lan);
  }

  /** What `docker network inspect` says of every network, by host: the API's own JSON. */
  networkInspections(): ReadonlyMap<string, readonly NetworkInspection[]> {
    return new Map([...this.#hosts].map(([name, { engine }]) => [name, inspectionsOf(engine)]));
  }

  /** The Docker hosts' own firewalls: their rules, by host, each as `iptables` would be told to add it. */
  firewalls(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#hosts].map(([name, { machine }]) => [name, firewallText(machine.namespaces.net)]));
  }

  /** The table that an event is about, as it stands now. */
  tableFor(event: TraceEvent): TableView | undefined {
    const net = this.#namespaceOf(event);
    return net && tableOf(event, net);
  }

  /** Does docker-proxy on that host take connections to `local` and open others to `target`? Both with their ports. */
  proxied(host: string, local: string, target: string): boolean {
    const engine = this.#hosts.get(host)?.engine;
    return engine !== undefined && isProxied(engine.overview(), local, target);
  }

  #namespaceOf({ machine, namespace }: TraceEvent): NetNamespace | undefined {
    const host = this.#hosts.get(machine);
    const own = host?.machine.namespaces.net ?? this.#lan.gateway.namespaces.net;
    if (own.name === namespace) return own;
    return host?.engine.overview().containers.find((container) => container.namespace?.name === namespace)?.namespace;
  }

  /** Calls `listener` with each frame that a device sends or receives, from now on. Returns how to stop that. */
  onFrame(listener: FrameListener): () => void {
    this.#trace.captures.add(listener);
    return () => this.#trace.captures.delete(listener);
  }

  /** Calls `listener` with what happens to each frame and packet from now on. Returns how to stop that. */
  onTrace(listener: (event: TraceEvent) => void): () => void {
    return this.#trace.subscribe(listener);
  }

  #host(name: string): DockerHost {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`there is no host ${name}`);
    return host;
  }
}
