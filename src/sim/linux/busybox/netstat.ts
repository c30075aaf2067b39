import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { lookUpAddress } from '../resolver/host.ts';
import { routeTable } from '../route-table.ts';
import { listSockets, readServices, type SocketEnd, type SocketProtocol, type SocketRow } from '../socket-list.ts';
import { applet } from './applet.ts';

const KINDS = { t: ['tcp', 'tcp6'], u: ['udp', 'udp6'], w: ['raw', 'raw6'] } as const;
const ANY = new Set(['0.0.0.0', '::']);
const UNIX_COLUMNS = 'Proto RefCnt Flags       Type       State         I-Node Path';

/** TCP counts as connected where it has a peer's port, datagrams where they have a peer's address. */
const isConnected = ({ protocol, remote }: SocketRow): boolean =>
  protocol.startsWith('tcp') ? remote.port !== 0 : !ANY.has(remote.address);

function stateOf({ protocol, state }: SocketRow): string {
  if (protocol.startsWith('tcp')) return state;
  return state === 'CLOSE' ? '' : state;
}

/** How addresses are written: by number, or by the names that they have. */
function* naming(call: Call): Task<(end: SocketEnd, protocol: string) => Task<string>> {
  if (call.options.has('n'))
    return function* ({ address, port }) {
      return `${address}:${port || '*'}`;
    };
  const services = yield* readServices(call.sys);
  return function* ({ address, port }, protocol) {
    const host = ANY.has(address) ? undefined : yield* lookUpAddress(call.sys, address);
    return `${host ?? address}:${port === 0 ? '*' : (services(port, protocol) ?? port)}`;
  };
}

function* listInet(call: Call, kinds: readonly SocketProtocol[], which: Selection): Task<void> {
  yield* call.print(
    `Active Internet connections ${which.title}\nProto Recv-Q Send-Q ${'Local Address'.padEnd(23)} ${'Foreign Address'.padEnd(23)} State       \n`,
  );
  const name = yield* naming(call);
  for (const row of yield* listSockets(call.sys, kinds)) {
    if (!(isConnected(row) ? which.connected : which.listening)) continue;
    const protocol = row.protocol.replace('6', '');
    const queues = [row.received, row.sent].map((bytes) => `${bytes}`.padStart(6)).join(' ');
    const ends = [yield* name(row.local, protocol), yield* name(row.remote, protocol)].map((end) => end.padEnd(23));
    yield* call.print(`${protocol}   ${queues} ${ends.join(' ')} ${stateOf(row).padEnd(12)}\n`);
  }
}

interface Selection {
  readonly listening: boolean;
  readonly connected: boolean;
  readonly title: string;
}

function selectionOf({ options }: Call): Selection {
  if (options.has('a')) return { listening: true, connected: true, title: '(servers and established)' };
  if (options.has('l')) return { listening: true, connected: false, title: '(only servers)' };
  return { listening: false, connected: true, title: '(w/o servers)' };
}

/** netstat: sockets as /proc/net shows them, or the routing table (networking/netstat.c). */
export const netstat = applet({
  short: 'laentuwxr',
  *run(call) {
    const { options, sys } = call;
    if (options.has('r')) {
      const extended = !options.has('e');
      yield* call.print(routeTable(sys.netlink.routes(), { numeric: options.has('n'), extended }));
      return 0;
    }
    const chosen = (['t', 'u', 'w', 'x'] as const).filter((key) => options.has(key));
    const keys = chosen.length > 0 ? chosen : (['t', 'u', 'w', 'x'] as const);
    const kinds = keys.flatMap((key): readonly SocketProtocol[] => (key === 'x' ? [] : KINDS[key]));
    const which = selectionOf(call);
    if (kinds.length > 0) yield* listInet(call, kinds, which);
    if (keys.includes('x')) yield* call.print(`Active UNIX domain sockets ${which.title}\n${UNIX_COLUMNS}\n`);
    return 0;
  },
});
