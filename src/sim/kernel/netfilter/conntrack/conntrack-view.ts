import { SECOND, type Timer } from '../../clock.ts';
import type { ConnectionEvent, ConnectionEvents, ConnectionInfo, ConntrackTable, TupleInfo } from '../../netlink.ts';
import { WaitQueue } from '../../task.ts';
import { formatIp } from '../../wire/ip-address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { Connection } from './connection.ts';
import type { Conntrack } from './conntrack.ts';
import { isIcmp, type Tuple } from './tuple.ts';

function tupleInfo({ protocol, source, destination, sourcePort, destinationPort }: Tuple): TupleInfo {
  const ends = { source: formatIp(source), destination: formatIp(destination) };
  if (protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP) return { ...ends, ports: [sourcePort, destinationPort] };
  if (!isIcmp(protocol)) return ends;
  return { ...ends, icmp: { type: destinationPort >> 8, code: destinationPort & 0xff, id: sourcePort } };
}

/** A connection as nfnetlink_conntrack tells it at that moment. */
export function infoOf(connection: Connection, now: number): ConnectionInfo {
  const { original, reply, id, mark, seenReply, assured, tcp, expires, translated } = connection;
  return {
    ...{ id, mark, seenReply, assured, protocol: original.protocol, timeout: expires - now },
    ...{ original: tupleInfo(original), reply: tupleInfo(reply), translated: { ...translated } },
    ...(tcp !== undefined && { state: tcp }),
  };
}

/** How often the kernel's worker looks for what has expired (gc_worker), where someone waits to hear of it. */
const SWEEP = SECOND;

/** nfnetlink_conntrack over one namespace. */
export class ConntrackView implements ConntrackTable {
  readonly #conntrack: Conntrack;

  constructor(conntrack: Conntrack) {
    this.#conntrack = conntrack;
  }

  connections(): readonly ConnectionInfo[] {
    const { table, clock } = this.#conntrack;
    return table.list.map((connection) => infoOf(connection, clock.now));
  }

  forget(id: number): void {
    this.#conntrack.flush((connection) => connection.id === id);
  }

  subscribe(): ConnectionEvents {
    const { table, clock } = this.#conntrack;
    const due: ConnectionEvent[] = [];
    const arrived = new WaitQueue();
    const watcher = (kind: ConnectionEvent['kind'], connection: Connection): void => {
      due.push({ kind, connection: infoOf(connection, clock.now) });
      arrived.wake();
    };
    table.watchers.add(watcher);
    let timer: Timer;
    const sweep = (): void => {
      table.sweep();
      timer = clock.after(SWEEP, sweep);
    };
    timer = clock.after(SWEEP, sweep);
    return {
      *next() {
        for (;;) {
          const event = due.shift();
          if (event) return event;
          yield { queues: [arrived] };
        }
      },
      close() {
        table.watchers.delete(watcher);
        timer.cancel();
      },
    };
  }
}
