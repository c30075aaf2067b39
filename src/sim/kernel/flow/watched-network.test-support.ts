import { MILLISECOND, SECOND } from '../clock.ts';
import { isErrno } from '../errno.ts';
import type { NetNamespace } from '../inet/net-namespace.ts';
import { Bridge } from '../link/bridge.ts';
import type { NetDevice } from '../link/device.ts';
import { infoOf } from '../netfilter/conntrack/conntrack-view.ts';
import { conntrackOf, Netfilter } from '../netfilter/netfilter.ts';
import { type NetworkPlan, RandomNetwork } from '../random-network.test-support.ts';
import { Scheduler } from '../scheduler.ts';
import { ETH_P_ALL, type Socket } from '../socket.ts';
import { type Task, waitUntil } from '../task.ts';
import type { FrameListener, Trace } from '../trace.ts';
import { emitIcmp } from '../wire/icmp.ts';

const ROOT = { raw: true, gid: 0 };
const ANY = { family: 'inet', address: '0.0.0.0', port: 0 } as const;
const SERVED = 80;

/** A talk between a namespace and an address: so many messages of that size, at that distance. */
export interface Talk {
  readonly from: number;
  readonly to: string;
  readonly how: 'echo' | 'udp' | 'tcp';
  readonly count: number;
  readonly size: number;
  readonly gap: number;
  readonly ttl: number;
}

/** A random network with servers in it, all of whose doings are written down. Where its trace is active no way is ever learnt: each packet goes the long way. */
export class WatchedNetwork {
  readonly network: RandomNetwork;
  readonly trace: Trace & { active: boolean };
  readonly captures = new Set<FrameListener>();
  readonly scheduler: Scheduler;
  /** What came where, when. */
  readonly log: string[] = [];
  /** More than talks can cause: what goes round for ever is not followed to its end. */
  #moments = 6_000;
  readonly #watched = new Map<NetNamespace, Socket>();

  constructor(plan: NetworkPlan, longWay: boolean) {
    this.trace = { active: longWay, emit: () => undefined, captures: this.captures };
    this.network = new RandomNetwork(plan, this.trace);
    this.scheduler = new Scheduler(this.network.clock);
    for (const namespace of this.namespaces) {
      this.#run(namespace, this.#echoDatagrams(namespace));
      this.#run(namespace, this.#acceptAll(namespace));
      conntrackOf(namespace).table.watchers.add((kind, connection) =>
        this.#note(namespace, `${kind} ${connection.id}`),
      );
    }
  }

  get namespaces(): readonly NetNamespace[] {
    return this.network.namespaces;
  }

  namespace(index: number): NetNamespace {
    return this.namespaces[index % this.namespaces.length] as NetNamespace;
  }

  get devices(): readonly NetDevice[] {
    return this.namespaces.flatMap(({ devices }) => devices.list);
  }

  device(index: number): NetDevice {
    return this.devices[index % this.devices.length] as NetDevice;
  }

  #note(namespace: NetNamespace, what: string): void {
    this.log.push(`${this.network.clock.now} ${namespace.name} ${what}`);
  }

  #heard(namespace: NetNamespace, data: Uint8Array): void {
    this.#note(namespace, `${data.length}: ${data.subarray(0, 28).join()}`);
  }

  /** What fails is written down as well. */
  #run(namespace: NetNamespace, task: Task<void>): void {
    this.scheduler.spawn(task, (error) => {
      if (error !== undefined && !isErrno(error)) throw error;
      if (isErrno(error)) this.#note(namespace, error.code);
    });
  }

  /** Does what may be refused. */
  attempt(namespace: NetNamespace, change: () => void): void {
    try {
      change();
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#note(namespace, error.code);
    }
  }

  pass(time: number): void {
    const { clock } = this.network;
    const until = clock.now + time;
    this.scheduler.runUntil(clock.now);
    while (this.#moments-- > 0 && (clock.next ?? until) < until) this.scheduler.runUntil(clock.next ?? until);
    if (this.#moments > 0) this.scheduler.runUntil(until);
  }

  *#echoDatagrams(namespace: NetNamespace): Task<void> {
    const socket = namespace.socketFamily(ROOT).socket('inet', 'dgram', 0);
    socket.bind({ ...ANY, port: SERVED });
    for (;;) {
      const datagram = yield* socket.recvfrom();
      if (!datagram) return;
      this.#heard(namespace, datagram.data);
      try {
        yield* socket.sendto(datagram.data, datagram.from);
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    }
  }

  *#acceptAll(namespace: NetNamespace): Task<void> {
    const listener = namespace.socketFamily(ROOT).socket('inet', 'stream', 0);
    listener.bind({ ...ANY, port: SERVED });
    listener.listen(8);
    for (;;) this.#run(namespace, this.#echoStream(namespace, yield* listener.accept()));
  }

  *#echoStream(namespace: NetNamespace, socket: Socket): Task<void> {
    for (;;) {
      const data = yield* socket.read(65_536);
      this.#heard(namespace, data);
      if (data.length === 0) break;
      yield* socket.write(data);
    }
    socket.close();
  }

  talk(talk: Talk): void {
    const namespace = this.namespace(talk.from);
    this.#run(namespace, talk.how === 'tcp' ? this.#stream(namespace, talk) : this.#exchange(namespace, talk));
  }

  *#exchange(namespace: NetNamespace, { how, to, count, size, gap, ttl }: Talk): Task<void> {
    const socket =
      how === 'echo'
        ? namespace.socketFamily(ROOT).socket('inet', 'raw', 1)
        : namespace.socketFamily(ROOT).socket('inet', 'dgram', 0);
    socket.setOptions({ ttl, broadcast: true });
    if (how === 'udp') socket.bind({ ...ANY, port: 4000 });
    const peer = { family: 'inet', address: to, port: SERVED } as const;
    for (let sequence = 0; sequence < count; sequence++) {
      const data = new Uint8Array(size).fill(sequence);
      yield* socket.sendto(how === 'echo' ? emitIcmp({ type: 'echo-request', id: 7, sequence, data }) : data, peer);
      yield* this.#listen(namespace, socket, gap);
    }
    yield* this.#listen(namespace, socket, 20 * MILLISECOND);
    socket.close();
  }

  *#listen(namespace: NetNamespace, socket: Socket, time: number): Task<void> {
    const until = this.network.clock.now + time;
    for (;;) {
      const datagram = yield* socket.recvfrom(until);
      if (!datagram) return;
      this.#heard(namespace, datagram.data);
    }
  }

  *#stream(namespace: NetNamespace, { to, count, size, gap }: Talk): Task<void> {
    const socket = namespace.socketFamily(ROOT).socket('inet', 'stream', 0);
    yield* socket.connect({ family: 'inet', address: to, port: SERVED });
    const { clock } = this.network;
    const now = (): number => clock.now;
    for (let i = 0; i < count; i++) {
      yield* socket.write(new Uint8Array(size + 1).fill(i));
      yield* waitUntil(() => false, [], now, clock.now + gap + 1);
      if (socket.readable) this.#heard(namespace, yield* socket.read(65_536));
    }
    socket.close();
  }

  /** A packet socket on all devices of a namespace, or no more. */
  listen(namespace: NetNamespace, on: boolean): void {
    this.#watched.get(namespace)?.close();
    this.#watched.delete(namespace);
    if (!on) return;
    const socket = namespace.socketFamily(ROOT).socket('packet', 'raw', ETH_P_ALL);
    this.#watched.set(namespace, socket);
    this.#run(namespace, this.#overhear(namespace, socket));
  }

  *#overhear(namespace: NetNamespace, socket: Socket): Task<void> {
    for (;;) {
      const packet = socket.recvmsg && (yield* socket.recvmsg());
      if (!packet) return;
      this.#heard(namespace, packet.data);
    }
  }

  /** All frames of all devices, or no more. */
  capture(on: boolean): void {
    this.captures.clear();
    if (!on) return;
    this.captures.add(({ time, namespace, device }, direction, frame) => {
      this.log.push(`${time} ${namespace} ${device} ${direction} ${frame.join()}`);
    });
  }

  /** Whatever the programs of its machines could find out. */
  get state(): string {
    const { clock } = this.network;
    const namespaces = this.namespaces.map((namespace) => ({
      name: namespace.name,
      devices: namespace.devices.list.map((device) => [device.name, device.statistics, fdbOf(device)]),
      neighbours: namespace.neighbours.list,
      connections: conntrackOf(namespace).table.list.map((connection) => infoOf(connection, clock.now)),
      counters: countersOf(namespace),
    }));
    return JSON.stringify({ now: clock.now, namespaces });
  }

  /** The next numbers of chance and order: another draw or timer anywhere would show here. */
  get next(): readonly number[] {
    return [this.namespace(0).environment.random.uint32(), this.network.clock.nextOrder()];
  }
}

const fdbOf = (device: NetDevice) =>
  device instanceof Bridge
    ? [...device.forwardingTable.entries()].map(({ mac, port, local, updated }) => [mac, port.name, local, updated])
    : [];

function countersOf({ netfilter }: NetNamespace) {
  if (!(netfilter instanceof Netfilter)) return [];
  return Object.values(netfilter.tables).flatMap(({ chains }) =>
    chains.flatMap((chain) => [chain, ...chain.rules].map(({ packets, bytes }) => [packets, bytes])),
  );
}

/** How long a neighbour, an entry of a forwarding table or a connection may be left alone before it is forgotten, and less. */
export const WAITS = [
  0,
  20,
  1 * MILLISECOND,
  30 * MILLISECOND,
  1 * SECOND,
  6 * SECOND,
  40 * SECOND,
  310 * SECOND,
] as const;
