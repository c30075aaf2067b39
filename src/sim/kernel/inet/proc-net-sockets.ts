import { type Micros, SECOND } from '../clock.ts';
import { ipv6ToBytes } from '../wire/address.ts';
import { viewOf } from '../wire/bytes.ts';
import type { Endpoint } from './sockets/endpoint.ts';
import type { UdpTable } from './sockets/udp-table.ts';
import type { TcpConnection } from './tcp/connection.ts';
import { TCP_STATES } from './tcp/state.ts';
import type { TcpTable } from './tcp/tcp-table.ts';

type Family = 'inet' | 'inet6';

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

/** As a little-endian machine prints what stands in network order. */
const wordOf = (address: number): string => [0, 8, 16, 24].map((shift) => hex((address >>> shift) & 255, 2)).join('');

/** An endpoint; among those of `inet6`, addresses of IPv4 are mapped. */
function place({ address, port }: Endpoint, family: Family): string {
  if (typeof address === 'string') {
    const view = viewOf(ipv6ToBytes(address));
    return `${[0, 4, 8, 12].map((at) => wordOf(view.getUint32(at))).join('')}:${hex(port, 4)}`;
  }
  const prefix = family === 'inet' ? '' : address === 0 ? '0'.repeat(24) : '0000000000000000FFFF0000';
  return `${prefix}${wordOf(address)}:${hex(port, 4)}`;
}

const NOWHERE: Endpoint = { address: 0, port: 0 };
const WIDTHS = { tcp: { inet: 149, inet6: 178 }, udp: { inet: 127, inet6: 0 } } as const;
const TCP_HEAD = {
  inet: '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  inet6:
    '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
} as const;
const UDP_HEAD = {
  inet: '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
  inet6: `${TCP_HEAD.inet6} ref pointer drops`,
} as const;

interface Row {
  readonly ends: readonly [local: Endpoint, remote: Endpoint];
  readonly state: number;
  readonly queued: readonly [toSend: number, toRead: number];
  readonly inode: number;
  /** Which timer runs (0: none, 1: retransmission, 3: TIME_WAIT), and for how long yet. */
  readonly timer?: readonly [kind: number, left: Micros];
  readonly rest: string;
}

/** USER_HZ: the unit of times in /proc. */
const TICK: Micros = SECOND / 100;

function line(row: Row, number: string, family: Family): string {
  const [local, remote] = row.ends.map((end) => place(end, family));
  const [kind, left] = row.timer ?? [0, 0];
  const [toSend, toRead] = row.queued.map((bytes) => hex(bytes, 8));
  const timer = `${hex(kind, 2)}:${hex(Math.round(left / TICK), 8)}`;
  const state = `${hex(row.state, 2)} ${toSend}:${toRead} ${timer} 00000000`;
  return `${number}: ${local} ${remote} ${state}     0        0 ${row.inode} ${row.rest}`;
}

const LISTENS = '1 0000000000000000 100 0 0 10 0';
const CONNECTED = '1 0000000000000000 20 4 30 10 -1';
const RESTS = '3 0000000000000000';

function rowOf(connection: TcpConnection): Row {
  const { path, sender, receiver, state, inode } = connection;
  const resting = state === 'TIME_WAIT';
  return {
    ends: [path.local, path.remote],
    state: TCP_STATES[state],
    queued: resting ? [0, 0] : [sender.buffer.length, receiver.queue.size],
    inode,
    ...(resting && { timer: [3, connection.restLeft] as const }),
    rest: resting ? RESTS : CONNECTED,
  };
}

const of = (family: Family, families: readonly Family[]): boolean =>
  families.includes('inet6') === (family === 'inet6');

/** /proc/net/tcp and tcp6 (net/ipv4/tcp_ipv4.c, net/ipv6/tcp_ipv6.c): IPv4 through a socket of IPv6 stands in the latter. */
export function procNetTcp(table: TcpTable, family: Family): string {
  const listening = table.listeners
    .filter(({ claim }) => of(family, claim.families))
    .map(
      ({ claim, waiting, inode }): Row => ({
        ends: [claim, NOWHERE],
        state: TCP_STATES.LISTEN,
        queued: [0, waiting],
        inode,
        rest: LISTENS,
      }),
    );
  const connected = table.connections.filter(({ claim }) => of(family, claim.families));
  const rows = [...listening, ...connected.map(({ connection }) => rowOf(connection))];
  const lines = rows.map((row, i) => line(row, `${i}`.padStart(4), family));
  return [TCP_HEAD[family], ...lines].map((text) => `${text.padEnd(WIDTHS.tcp[family])}\n`).join('');
}

/** /proc/net/udp and udp6 (net/ipv4/udp.c, net/ipv6/udp.c). */
export function procNetUdp(table: UdpTable, family: Family): string {
  const sockets = table.sockets.filter(({ families }) => of(family, families));
  const rows = sockets.map(
    (socket): Row => ({
      ends: [socket.endpoint, socket.peerPlace ?? NOWHERE],
      state: socket.peer ? TCP_STATES.ESTABLISHED : TCP_STATES.CLOSE,
      queued: [0, 0],
      inode: socket.stat().inode,
      rest: '2 0000000000000000 0',
    }),
  );
  const lines = rows.map((row, i) => line(row, `${i}`.padStart(5), family));
  return [UDP_HEAD[family], ...lines].map((text) => `${text.padEnd(WIDTHS.udp[family])}\n`).join('');
}

/** The tables of kinds that nobody here opens yet. */
export const EMPTY_SOCKET_TABLES = {
  raw: `${TCP_HEAD.inet} ref pointer drops\n`,
  unix: 'Num       RefCount Protocol Flags    Type St Inode Path\n',
} as const;
