import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { bytesToIpv4, bytesToIpv6 } from '../kernel/wire/address.ts';
import { readConfiguration } from './read-file.ts';

/** What /proc/net names the states, from 1 on. */
const STATES = [
  ...['ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT'],
  ...['CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'LISTEN', 'CLOSING'],
];

export type SocketProtocol = 'tcp' | 'tcp6' | 'udp' | 'udp6' | 'raw' | 'raw6';

export interface SocketEnd {
  readonly address: string;
  readonly port: number;
}

/** A line of /proc/net/tcp and its like. */
export interface SocketRow {
  readonly protocol: SocketProtocol;
  readonly local: SocketEnd;
  readonly remote: SocketEnd;
  readonly state: string;
  /** Bytes that wait to be read, and to be sent or acknowledged. */
  readonly received: number;
  readonly sent: number;
  readonly inode: number;
}

/** An address as a little-endian machine prints its words. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16)),
  );
  if (bytes.length === 4) return bytesToIpv4(Uint8Array.from(bytes));
  const mapped = hex.startsWith('0000000000000000FFFF0000');
  return mapped ? `::ffff:${bytesToIpv4(Uint8Array.from(bytes.slice(12)))}` : bytesToIpv6(Uint8Array.from(bytes));
}

function endOf(word: string): SocketEnd {
  const [address = '', port = ''] = word.split(':');
  return { address: addressOf(address), port: Number.parseInt(port, 16) };
}

function rowOf(protocol: SocketProtocol, line: string): SocketRow {
  const words = line.trim().split(/\s+/);
  const [sent = '', received = ''] = (words[4] ?? '').split(':');
  return {
    protocol,
    local: endOf(words[1] ?? ''),
    remote: endOf(words[2] ?? ''),
    state: STATES[Number.parseInt(words[3] ?? '', 16) - 1] ?? 'UNKNOWN',
    received: Number.parseInt(received, 16),
    sent: Number.parseInt(sent, 16),
    inode: Number(words[9]),
  };
}

/** The sockets of these protocols in this network namespace, as /proc/net lists them. */
export function* listSockets(sys: System, protocols: readonly SocketProtocol[]): Task<SocketRow[]> {
  const rows: SocketRow[] = [];
  for (const protocol of protocols) {
    const lines = (yield* readConfiguration(sys, `/proc/net/${protocol}`)).trimEnd().split('\n').slice(1);
    rows.push(...lines.map((line) => rowOf(protocol, line)));
  }
  return rows;
}

/** Names of ports by /etc/services, which not every system has. */
export function* readServices(sys: System): Task<(port: number, protocol: string) => string | undefined> {
  const names = new Map<string, string>();
  for (const line of (yield* readConfiguration(sys, '/etc/services')).split('\n')) {
    const [name = '', place = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (name !== '' && !names.has(place)) names.set(place, name);
  }
  return (port, protocol) => names.get(`${port}/${protocol}`);
}
