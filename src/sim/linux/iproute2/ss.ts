import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { listSockets, readServices, type SocketEnd, type SocketProtocol, type SocketRow } from '../socket-list.ts';
import { type Column, tableText } from './columns.ts';
import { SocketExpression, type SocketTest } from './ss-filter.ts';
import { SS_USAGE } from './ss-usage.ts';

/** Its names of the states that /proc names. */
const STATES: Readonly<Record<string, string>> = {
  ...{
    ESTABLISHED: 'ESTAB',
    SYN_SENT: 'SYN-SENT',
    SYN_RECV: 'SYN-RECV',
    FIN_WAIT1: 'FIN-WAIT-1',
    FIN_WAIT2: 'FIN-WAIT-2',
  },
  ...{ TIME_WAIT: 'TIME-WAIT', CLOSE: 'UNCONN', CLOSE_WAIT: 'CLOSE-WAIT', LAST_ACK: 'LAST-ACK', LISTEN: 'LISTEN' },
  CLOSING: 'CLOSING',
};
/** The words of a filter for them, and for several together. */
const CONNECTED = [
  'ESTAB',
  'SYN-SENT',
  'SYN-RECV',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSE-WAIT',
  'LAST-ACK',
  'CLOSING',
];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  all: Object.values(STATES),
  connected: CONNECTED,
  synchronized: CONNECTED.filter((state) => state !== 'SYN-SENT'),
  established: ['ESTAB'],
  listening: ['LISTEN'],
  closed: ['UNCONN'],
  bucket: ['SYN-RECV', 'TIME-WAIT'],
};

const column = (header: string, align: Column['align'] = 'left', before: Column['before'] = ' '): Column => ({
  ...{ header, align, before },
});
const PLACES = [
  column('Local Address:', 'right'),
  column('Port', 'left', ''),
  column('Peer Address:', 'right'),
  column('Port', 'left', ''),
];

/** Which sockets a filter lets through. */
interface SocketFilter {
  states: readonly string[] | undefined;
  readonly test: SocketTest;
}

/** `state X`, and what {@link SocketExpression} reads. */
function readFilter(operands: readonly string[], port: (name: string) => number | undefined): SocketFilter {
  const words = operands
    .join(' ')
    .replace(/([()]|[=!<>]=?|[&|]+)/g, ' $1 ')
    .split(/\s+/)
    .filter((word) => word !== '');
  let states: readonly string[] | undefined;
  for (let at = words.indexOf('state'); at >= 0; at = words.indexOf('state')) {
    const [, name = ''] = words.splice(at, 2);
    states = GROUPS[name] ?? [name.toUpperCase()];
    if (GROUPS[name] === undefined && !CONNECTED.includes(name.toUpperCase()))
      throw new Failure(`ss: wrong state name: ${name}`, 255);
  }
  return { states, test: words.length === 0 ? () => true : new SocketExpression(words, port).read() };
}

/** `users:(("nginx",pid=7,fd=6))` by the inode of a socket that processes hold. */
function holders(sys: System): Map<number, string> {
  const found = new Map<number, string[]>();
  for (const { pid, comm } of sys.processes())
    for (const fd of descriptors(sys, pid)) {
      const { type, inode } = sys.stat(`/proc/${pid}/fd/${fd}`);
      if (type === 'socket') found.set(inode, [...(found.get(inode) ?? []), `("${comm}",pid=${pid},fd=${fd})`]);
    }
  return new Map([...found].map(([inode, users]) => [inode, ` users:(${users.join(',')})`]));
}

function descriptors(sys: System, pid: number): readonly string[] {
  try {
    return sys.readdir(`/proc/${pid}/fd`);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function protocolsOf({ options }: Call): SocketProtocol[] {
  const family = options.value('f');
  const only = options.last('4', '6') ?? (family && { inet: '4', inet6: '6' }[family]);
  if (family !== undefined && only === undefined) throw new NotSimulated(`ss -f ${family}`);
  const tables = options.value('A')?.split(',') ?? [];
  const other = tables.find((table) => table !== 'tcp' && table !== 'udp');
  if (other !== undefined) throw new NotSimulated(`ss -A ${other}`);
  const chosen: SocketProtocol[] = [
    ...(options.has('t') || tables.includes('tcp') ? (['tcp', 'tcp6'] as const) : []),
    ...(options.has('u') || tables.includes('udp') ? (['udp', 'udp6'] as const) : []),
  ];
  if (chosen.length === 0) throw new NotSimulated('ss (sans -t ni -u)');
  const wanted = only === undefined ? chosen : chosen.filter((protocol) => protocol.endsWith('6') === (only === '6'));
  // UDP comes first, whatever was asked for first.
  return wanted.sort((a, b) => Number(a.startsWith('tcp')) - Number(b.startsWith('tcp')));
}

function wantedStates({ options }: Call, filter: SocketFilter): readonly string[] {
  if (filter.states !== undefined) return filter.states;
  if (options.has('a')) return Object.values(STATES);
  return options.has('l')
    ? ['LISTEN', 'UNCONN']
    : CONNECTED.filter((state) => state !== 'TIME-WAIT' && state !== 'SYN-RECV');
}

const passes =
  (states: readonly string[], { test }: SocketFilter) =>
  (row: SocketRow): boolean =>
    states.includes(STATES[row.state] ?? '') && test(row);

const addressText = (address: string): string => (address.includes(':') ? `[${address}]:` : `${address}:`);

function* list(call: Call): Task<number> {
  const { sys, options } = call;
  const services = yield* readServices(sys);
  const filter = readFilter(call.operands, (name) => {
    for (let port = 1; port <= 65_535; port++) if (services(port, 'tcp') === name) return port;
    return undefined;
  });
  const protocols = protocolsOf(call);
  const rows = (yield* listSockets(sys, protocols)).filter(passes(wantedStates(call, filter), filter));
  const held = options.has('p') ? holders(sys) : undefined;
  const backlogs = sys.netlink.backlogs();
  const both = ['tcp', 'udp'].every((name) => protocols.some((protocol) => protocol.startsWith(name)));
  const oneState = filter.states?.length === 1;
  const portText = ({ port }: SocketEnd, protocol: string): string =>
    port === 0 ? '*' : ((options.has('n') ? undefined : services(port, protocol)) ?? String(port));
  const cells = rows.map((row) => {
    const protocol = row.protocol.replace('6', '');
    const ends = [row.local, row.remote].flatMap((end) => [addressText(end.address), portText(end, protocol)]);
    const queues = [row.received, row.state === 'LISTEN' ? (backlogs.get(row.inode) ?? 0) : row.sent];
    return [
      ...(both ? [protocol] : []),
      ...(oneState ? [] : [STATES[row.state] ?? '']),
      ...queues.map((bytes) => String(bytes).padEnd(6)),
      ...ends,
      ...(held ? [held.get(row.inode) ?? ''] : []),
    ];
  });
  const columns = [
    ...(both ? [column('Netid')] : []),
    ...(oneState ? [] : [column('State')]),
    ...[column('Recv-Q'), column('Send-Q'), ...PLACES],
    ...(held ? [column('Process', 'left', '')] : []),
  ];
  const screen = sys.isatty(1) ? sys.winsize(1).columns : undefined;
  yield* call.print(tableText(columns, cells, { screen, headed: !options.has('H') }));
  return 0;
}

/** ss: sockets. */
export const ss = defineProgram(
  {
    short: 'hVnralBoempTisbEZzN:460tMSuwxf:KHQOA:D:F:',
    long: {
      ...{
        help: 'h',
        version: 'V',
        numeric: 'n',
        resolve: 'r',
        all: 'a',
        listening: 'l',
        processes: 'p',
        tcp: 't',
        udp: 'u',
      },
      ...{ ipv4: '4', ipv6: '6', 'no-header': 'H', extended: 'e', options: 'o', info: 'i', memory: 'm', summary: 's' },
      ...{
        unix: 'x',
        raw: 'w',
        oneline: 'O',
        family: 'f',
        kill: 'K',
        events: 'E',
        packet: '0',
        query: 'A',
        socket: 'A',
      },
    },
    lacks: [...'rBoemTisbEZzN0MSwxKQDF'],
    *run(call) {
      if (call.options.has('h') || call.options.has('V')) {
        yield* call.print(call.options.has('h') ? SS_USAGE : 'ss utility, iproute2-7.3.0\n');
        return 0;
      }
      try {
        return yield* list(call);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        yield* call.sys.write(2, `${error.message}\n`);
        return error.status;
      }
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${SS_USAGE}`);
    return 255;
  },
);
