import { SECOND } from '../../clock.ts';
import type { Socket } from '../../socket.ts';
import type { Task } from '../../task.ts';
import type { TraceEvent } from '../../trace.ts';
import { formatIpv4 } from '../../wire/address.ts';
import { PROTOCOL_TCP } from '../../wire/ipv4.ts';
import { parseTcp, type TcpSegment } from '../../wire/tcp.ts';
import type { NetNamespace } from '../net-namespace.ts';
import { Packet } from '../packet.ts';
import { endpoint, ROOT, Testbed } from '../testbed.test-support.ts';

const ETHERNET = 14;

export const tcp = (namespace: NetNamespace, domain: 'inet' | 'inet6' = 'inet'): Socket =>
  namespace.socketFamily(ROOT).socket(domain, 'stream', 0);

export interface Seen {
  readonly at: number;
  readonly from: string;
  /** Undefined where the checksum is wrong. */
  readonly segment: TcpSegment | undefined;
}

/** Two containers at one bridge, 172.17.0.2 and .3, between which segments may get lost. */
export class TcpTestbed extends Testbed {
  readonly client: NetNamespace;
  readonly server: NetNamespace;

  constructor() {
    super();
    const bridge = this.bridge('br0', '172.17.0.1');
    this.client = this.container(bridge, '172.17.0.2', '172.17.0.1');
    this.server = this.container(bridge, '172.17.0.3', '172.17.0.1');
  }

  /** Drops segments as they come in at `namespace`, counted from 0. */
  lose(namespace: NetNamespace, lost: (index: number) => boolean): void {
    let index = 0;
    namespace.netfilter = {
      run: (hook, packet) =>
        hook === 'PREROUTING' && packet.protocol === PROTOCOL_TCP && lost(index++) ? 'drop' : 'accept',
      needsWholePackets: false,
    };
  }

  /** The segments that `namespace` sent, as they left it. */
  sent(namespace: NetNamespace): Seen[] {
    const isSent = (event: TraceEvent): event is Extract<TraceEvent, { kind: 'device-tx' | 'device-rx' }> =>
      event.kind === 'device-tx';
    return this.events
      .filter(isSent)
      .filter((event) => event.namespace === namespace.name && event.frame[12] === 8 && event.frame[13] === 0)
      .map((event) => ({ at: event.time, packet: new Packet(event.frame.subarray(ETHERNET)) }))
      .filter(({ packet }) => packet.protocol === PROTOCOL_TCP)
      .map(({ at, packet }) => {
        const [source, destination] = [formatIpv4(packet.source), formatIpv4(packet.destination)];
        return { at, from: source, segment: parseTcp(packet.payload, source, destination) };
      });
  }

  /** A listener on port 80 of the server. */
  listen(backlog = 5): Socket {
    const listener = tcp(this.server);
    listener.bind(endpoint('0.0.0.0', 80));
    listener.listen(backlog);
    return listener;
  }

  /** A connection: its client's and its server's socket. */
  connect(listener = this.listen()): { client: Socket; server: Socket } {
    const client = tcp(this.client);
    this.run(client.connect(endpoint('172.17.0.3', 80)), SECOND);
    const server = this.run(listener.accept(), SECOND);
    if (!server) throw new Error('nobody came');
    return { client, server };
  }
}

/** All that comes until the end. */
export function* readToEnd(socket: Socket, count = 65_536): Task<Uint8Array> {
  const bytes: number[] = [];
  for (;;) {
    const chunk = yield* socket.read(count);
    if (chunk.length === 0) return Uint8Array.from(bytes);
    for (const byte of chunk) bytes.push(byte);
  }
}
