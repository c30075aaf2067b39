import type { LinkInfo, LinkStatistics } from '../../kernel/netlink.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpOptions } from './listing.ts';

/** The width of each column of `-s` (ipaddress.c, print_stats64). */
const WIDTHS = [10, 7, 6, 7, 7, 7] as const;

/** The counters as `-s` shows them, below a link. */
export function statisticsLines({ statistics }: LinkInfo, options: Pick<IpOptions, 'statistics'>): string[] {
  if (!options.statistics) return [];
  const received = countersOf(statistics, 'rx');
  const sent = countersOf(statistics, 'tx');
  const widths = WIDTHS.map((width, i) => Math.max(width, `${received[i]}`.length, `${sent[i]}`.length));
  const heads = ['packets', 'errors', 'dropped'];
  return [
    headText('RX', widths, [...heads, 'missed', 'mcast']),
    rowText(received, widths),
    headText('TX', widths, [...heads, 'carrier', 'collsns']),
    rowText(sent, widths),
  ];
}

function countersOf(counters: LinkStatistics, way: 'rx' | 'tx'): number[] {
  const [bytes, packets, errors, dropped] =
    way === 'rx'
      ? [counters.rxBytes, counters.rxPackets, counters.rxErrors, counters.rxDropped]
      : [counters.txBytes, counters.txPackets, counters.txErrors, counters.txDropped];
  return [bytes, packets, errors, dropped, 0, 0];
}

function headText(way: string, [first = 0, ...rest]: readonly number[], names: readonly string[]): string {
  const columns = rest.map((width, i) => (names[i] ?? '').padStart(width));
  return `    ${way}: ${'bytes'.padStart(first - 4)} ${columns.join(' ')}${' '.repeat(11)}`;
}

const rowText = (counters: readonly number[], widths: readonly number[]): string =>
  `    ${counters.map((counter, i) => `${counter}`.padStart(widths[i] ?? 0)).join(' ')} `;

/** The least and greatest MTU of each kind (min_mtu, max_mtu), and how many queues it has. */
const LIMITS: Readonly<Partial<Record<LinkInfo['kind'], readonly [least: number, most: number, queues: number]>>> = {
  loopback: [0, 0, 1],
  veth: [68, 65_535, 2],
  vlan: [0, 65_535, 1],
  macvlan: [68, 65_535, 1],
  dummy: [0, 0, 1],
};

/** What the kind itself has to say. */
function kindText({ kind, vlanId, mode }: LinkInfo): string {
  if (kind === 'vlan') return `vlan protocol 802.1Q id ${vlanId} <REORDER_HDR> `;
  if (kind === 'macvlan') return `macvlan mode ${mode} bcqueuelen 1000 usedbcqueuelen 1000 `;
  return kind === 'loopback' ? '' : `${kind} `;
}

/** `-d`: the rest of the second line, and a third one where the kind has a name. */
export function detailLines(link: LinkInfo): string[] {
  const limits = LIMITS[link.kind];
  if (limits === undefined || link.master !== undefined) throw new NotSimulated(`ip -d link show (${link.kind})`);
  const [least, most, queues] = limits;
  const first = ` promiscuity ${link.promiscuity} allmulti 0 minmtu ${least} maxmtu ${most} `;
  const rest = `addrgenmode eui64 numtxqueues ${queues} numrxqueues ${queues} gso_max_size 65536 gso_max_segs 65535 tso_max_size 524280 tso_max_segs 65535 gro_max_size 65536 gso_ipv4_max_size 65536 gro_ipv4_max_size 65536 `;
  const immutable = link.kind === 'loopback' ? 'netns-immutable ' : '';
  const kind = kindText(link);
  return kind === '' ? [`${first}${immutable}${rest}`] : [first, `    ${kind}${rest}`];
}
