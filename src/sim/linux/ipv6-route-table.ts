import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { bytesToIpv6 } from '../kernel/wire/address.ts';
import { readConfiguration } from './read-file.ts';

/** A line of /proc/net/ipv6_route, in texts. */
interface Row {
  readonly destination: string;
  readonly prefix: number;
  readonly gateway: string;
  readonly flags: string;
  readonly metric: number;
  readonly references: number;
  readonly uses: number;
  readonly device: string;
}

/** linux/ipv6_route.h, linux/route.h: a route that refuses has no other letter but that of its next hop. */
const FLAGS: readonly (readonly [number, string])[] = [
  [0x1, 'U'],
  [0x2, 'G'],
  [0x4, 'H'],
  [0x200, '!'],
  [0x20_0000, 'n'],
];

const addressOf = (hex: string): string =>
  bytesToIpv6(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));

function rowOf(line: string): Row {
  const [to = '', prefix = '', , , via = '', metric = '', references = '', uses = '', bits = '', device = ''] = line
    .trim()
    .split(/\s+/);
  const number = (hex: string): number => Number.parseInt(hex, 16);
  return {
    destination: addressOf(to),
    prefix: number(prefix),
    gateway: addressOf(via),
    flags: FLAGS.filter(([bit]) => (number(bits) & bit) !== 0).reduce((text, [, letter]) => text + letter, ''),
    metric: number(metric) | 0,
    references: number(references),
    uses: number(uses),
    device,
  };
}

function* rows(sys: System): Task<Row[]> {
  const text = yield* readConfiguration(sys, '/proc/net/ipv6_route');
  return text.split('\n').filter(Boolean).map(rowOf);
}

const TITLE = 'Kernel IPv6 routing table\n';

/** `route -A inet6` of BusyBox (networking/route.c, INET6_displayroutes). */
export function* busyboxTable(sys: System): Task<string> {
  const head = `${TITLE}${'Destination'.padEnd(44)}${'Next Hop'.padEnd(40)}Flags Metric Ref    Use Iface\n`;
  const lines = (yield* rows(sys)).map((row) => {
    const to = `${row.destination}/${row.prefix}`.padEnd(43);
    const counts = `${`${row.metric}`.padEnd(6)} ${`${row.references}`.padEnd(2)} ${`${row.uses}`.padStart(7)}`;
    return `${to} ${row.gateway.padEnd(39)} ${row.flags.padEnd(5)} ${counts} ${row.device.padEnd(8)}\n`;
  });
  return head + lines.join('');
}

/** `route -6` and `netstat -6r` of net-tools (lib/inet6_gr.c); nobody has a name there but nobody himself. */
export function* netToolsTable(sys: System, numeric: boolean): Task<string> {
  const head = `${TITLE}${'Destination'.padEnd(31)}${'Next Hop'.padEnd(27)}Flag Met Ref  Use If\n`;
  const shown = (address: string): string => (address === '::' && !numeric ? '[::]' : address);
  const lines = (yield* rows(sys)).map((row) => {
    const to = `${shown(row.destination)}/${row.prefix}`.padEnd(30);
    const counts = `${`${row.metric}`.padEnd(3)} ${row.references}${`${row.uses}`.padStart(7)}`;
    return `${to} ${shown(row.gateway).padEnd(26)} ${row.flags.padEnd(4)} ${counts} ${row.device}\n`;
  });
  return head + lines.join('');
}
