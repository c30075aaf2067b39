import { Clock, type Micros, SECOND } from '../clock.ts';
import { Bridge } from '../link/bridge.ts';
import type { NetEnvironment } from '../link/environment.ts';
import { createVethPair } from '../link/veth.ts';
import { Random } from '../random.ts';
import { Scheduler } from '../scheduler.ts';
import type { Datagram, Socket } from '../socket.ts';
import type { Task } from '../task.ts';
import type { TraceEvent } from '../trace.ts';
import { emitIcmp } from '../wire/icmp.ts';
import { NetNamespace } from './net-namespace.ts';

/** Namespaces and bridges to test with: a host, and containers joined to its bridges. Nothing of it is product. */
export class Testbed {
  readonly clock = new Clock(0);
  readonly scheduler = new Scheduler(this.clock);
  /** All that happened, in order. */
  readonly events: TraceEvent[] = [];
  readonly environment: NetEnvironment;
  readonly host: NetNamespace;
  #containers = 0;

  constructor(traced = true) {
    const trace = { active: traced, emit: (event: TraceEvent) => this.events.push(event) };
    this.environment = { machine: 'docker1', clock: this.clock, random: new Random(1), trace };
    this.host = this.namespace('host');
  }

  namespace(name: string): NetNamespace {
    const namespace = new NetNamespace(this.environment, name);
    // As on the interfaces of Docker's IPv4 networks: tests of IPv6 turn it on.
    namespace.ipv6.sysctls.set('conf/default/disable_ipv6', 1);
    namespace.configuration.setLink('lo', { up: true });
    namespace.sysctls.pingGroupRange = [0, 0x7fffffff];
    return namespace;
  }

  bridge(name: string, address: string, prefix = 16): Bridge {
    const bridge = new Bridge(this.environment, { name, mac: '02:42:00:00:00:01' });
    this.host.addDevice(bridge);
    this.host.configuration.addAddress(name, address, prefix);
    this.host.configuration.setLink(name, { up: true });
    return bridge;
  }

  /** A namespace with an eth0 at `bridge`, and there the default route; its peer on the host is `veth0`, `veth1` … */
  container(bridge: Bridge, address: string, gateway?: string, prefix = 16): NetNamespace {
    const namespace = this.namespace(`container${this.#containers}`);
    const peer = `veth${this.#containers++}`;
    const [outside, inside] = createVethPair(this.environment, { name: peer }, { name: 'eth0' });
    this.host.addDevice(outside);
    namespace.addDevice(inside);
    bridge.addPort(outside);
    this.host.configuration.setLink(peer, { up: true });
    namespace.configuration.addAddress('eth0', address, prefix);
    namespace.configuration.setLink('eth0', { up: true });
    if (gateway) namespace.configuration.addRoute({ destination: '0.0.0.0', prefix: 0, gateway });
    return namespace;
  }

  /** The events of one kind, in order. */
  eventsOf<K extends TraceEvent['kind']>(kind: K): Extract<TraceEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind);
  }

  /** Runs `task` as far as it gets within `limit` µs from now; undefined where it still waits. */
  run<T>(task: Task<T>, limit: Micros = 60 * SECOND): T | undefined {
    let result: T | undefined;
    let failure: unknown;
    this.scheduler.spawn(
      (function* () {
        result = yield* task;
      })(),
      (error) => {
        failure = error;
      },
    );
    this.scheduler.runUntil(this.clock.now + limit);
    if (failure !== undefined) throw failure;
    return result;
  }

  pass(time: Micros): void {
    this.scheduler.runUntil(this.clock.now + time);
  }
}

export const ROOT = { raw: true, gid: 0 };

export const rawIcmp = (namespace: NetNamespace): Socket => namespace.socketFamily(ROOT).socket('inet', 'raw', 1);

export const udp = (namespace: NetNamespace): Socket => namespace.socketFamily(ROOT).socket('inet', 'dgram', 0);

export const endpoint = (address: string, port = 0) => ({ family: 'inet', address, port }) as const;

/** Sends one echo request of `size` data bytes; the first packet that the socket gets until the moment `deadline`. */
export function* ping(
  socket: Socket,
  address: string,
  { sequence = 0, size = 56, deadline }: { sequence?: number; size?: number; deadline?: Micros } = {},
): Task<Datagram | undefined> {
  const message = { type: 'echo-request', id: 7, sequence, data: new Uint8Array(size) } as const;
  yield* socket.sendto(emitIcmp(message), endpoint(address));
  return yield* socket.recvfrom(deadline);
}
