import type { AddressInfo, LinkInfo, NeighbourInfo, Netlink, RouteInfo } from '../../kernel/netlink.ts';
import type { IpDialect } from './dialect.ts';
import { detailLines, statisticsLines } from './link-details.ts';
import { flagList, fullName } from './link-text.ts';
import { holds, widthOf } from './request.ts';

/** What the options before the object ask for. */
export interface IpOptions {
  /** The names of namespaces by id. */
  readonly namespaces: ReadonlyMap<number, string>;
  readonly statistics: boolean;
  readonly details: boolean;
  readonly json: boolean;
  readonly pretty: boolean;
  readonly family: 'inet' | 'inet6' | undefined;
  readonly oneline: boolean;
  readonly brief: boolean;
}

/** Which links, and which of their addresses, are shown. */
export interface Filter {
  readonly device?: string;
  readonly up?: boolean;
  readonly kind?: string;
  readonly master?: string;
  readonly scope?: string;
  /** A prefix that an address is in, and a pattern of its label. */
  readonly to?: string;
  readonly label?: RegExp;
  /** Flags that an address must have. */
  readonly flags?: readonly AddressFlag[];
}

export const ADDRESS_FLAGS = [
  'secondary',
  'primary',
  'permanent',
  'dynamic',
  'deprecated',
  'tentative',
  'dadfailed',
] as const;
type AddressFlag = (typeof ADDRESS_FLAGS)[number];

/** Addresses here live for ever: none is dynamic or deprecated. */
function hasFlag({ secondary = false, tentative = false, failed = false }: AddressInfo, flag: AddressFlag): boolean {
  const flags = {
    secondary,
    primary: !secondary,
    permanent: true,
    dynamic: false,
    deprecated: false,
    tentative,
    dadfailed: failed,
  };
  return flags[flag];
}

const passes = (link: LinkInfo, { device, up, kind, master }: Filter): boolean =>
  (device === undefined || link.name === device) &&
  (!up || link.flags.includes('UP')) &&
  (kind === undefined || link.kind === kind) &&
  (master === undefined || link.master === master);

/** @param bare IPv6 does not say that another end is in another namespace: its number is taken for one here */
const nameOf = (link: LinkInfo, links: readonly LinkInfo[], bare = false): string =>
  fullName(link, links, link.linkNetnsid !== undefined && !(bare && links.some(({ index }) => index === link.link)));

/** A command's text, entry by entry; with `-o` the lines of one entry are joined by backslashes. */
const entryText = (lines: readonly string[], oneline: boolean): string => `${lines.join(oneline ? '\\' : '\n')}\n`;

function linkLines(
  link: LinkInfo,
  links: readonly LinkInfo[],
  dialect: IpDialect,
  command: 'link' | 'address' | 'address6',
  options: IpOptions,
): string[] {
  const details = dialect.linkDetails(link, links, command);
  const hardware = link.kind === 'loopback' ? 'loopback' : 'ether';
  const shown = options.details ? detailLines(link) : [];
  const alias = link.alias === undefined || dialect.listsAll ? [] : [`    alias ${link.alias}`];
  return [
    `${link.index}: ${nameOf(link, links, command === 'address6')}: ${details}`,
    `    link/${hardware} ${link.address} brd ${link.broadcast}${dialect.linkEnd(link, options.namespaces)}${shown[0] ?? ''}`,
    ...shown.slice(1),
    ...alias,
  ];
}

/** The links that a filter lets through. */
export const shownLinks = (netlink: Netlink, filter: Filter): LinkInfo[] =>
  netlink.links().filter((link) => passes(link, filter));

/** Their addresses, as far as they are wanted. */
export const shownAddresses = (netlink: Netlink, filter: Filter, options: Pick<IpOptions, 'family'>): AddressInfo[] =>
  netlink
    .addresses()
    .filter(({ family }) => options.family === undefined || family === options.family)
    .filter(({ scope }) => filter.scope === undefined || scope === filter.scope)
    .filter(({ address }) => filter.to === undefined || holds(filter.to, address))
    .filter(({ label, device }) => filter.label?.test(label ?? device) ?? true)
    .filter((entry) => (filter.flags ?? []).every((flag) => hasFlag(entry, flag)));

/** The flags of an IPv6 address that have names. */
export const addressFlags = ({ tentative, nodad, failed }: AddressInfo): ('dadfailed' | 'tentative' | 'nodad')[] => [
  ...(failed ? (['dadfailed'] as const) : []),
  ...(tentative ? (['tentative'] as const) : []),
  ...(nodad ? (['nodad'] as const) : []),
];

/** `ip link show`. */
export function linksText(netlink: Netlink, filter: Filter, options: IpOptions, dialect: IpDialect): string {
  const links = netlink.links();
  const shown = shownLinks(netlink, filter);
  if (options.brief)
    return shown.map((link) => `${briefHead(link, links)}${link.address} ${flagList(link)} \n`).join('');
  return shown
    .map((link) => {
      const lines = [...linkLines(link, links, dialect, 'link', options), ...statisticsLines(link, options)];
      return entryText(lines, options.oneline);
    })
    .join('');
}

const briefHead = (link: LinkInfo, links: readonly LinkInfo[], bare = false): string =>
  `${nameOf(link, links, bare).padEnd(16)} ${link.operstate.padEnd(14)} `;

function addressLines(address: AddressInfo, dialect: IpDialect): [string, string] {
  const broadcast = address.broadcast === undefined ? '' : ` brd ${address.broadcast}`;
  const first = `    ${address.family} ${address.address}/${address.prefix}${broadcast} scope ${address.scope}`;
  return [`${first}${dialect.addressEnd(address)}`, '       valid_lft forever preferred_lft forever'];
}

/** `ip address show`. */
export function addressesText(netlink: Netlink, filter: Filter, options: IpOptions, dialect: IpDialect): string {
  const links = netlink.links();
  const wanted = shownAddresses(netlink, filter, options);
  const addressed = new Set(netlink.addresses().map(({ device }) => device));
  // Of one device iproute2 asks for all that there is to know.
  const bare = options.family === 'inet6' && (dialect.listsAll || filter.device === undefined);
  const texts = links.map((link) => {
    const mine = wanted.filter(({ device }) => device === link.name);
    // A device that has addresses, but none that is wanted, is left out (ipaddr_filter).
    const nothing = mine.length === 0 && (options.family !== undefined || addressed.has(link.name));
    if (!passes(link, filter) || nothing) return '';
    if (options.brief)
      return `${briefHead(link, links, bare)}${mine.map(({ address, prefix }) => `${address}/${prefix} `).join('')}\n`;
    if (options.oneline)
      return mine
        .map((address) => `${link.index}: ${link.name} ${entryText(addressLines(address, dialect), true).slice(1)}`)
        .join('');
    const [head = '', ...hardware] = linkLines(link, links, dialect, bare ? 'address6' : 'address', options);
    const whole = options.family === undefined && filter.to === undefined;
    const own = filter.label !== undefined ? [] : whole ? [head, ...hardware] : [head];
    const counted = statisticsLines(link, options);
    return entryText([...own, ...mine.flatMap((address) => addressLines(address, dialect)), ...counted], false);
  });
  return texts.join('');
}

/** A route's destination as `ip` writes it: `default`, a bare host, or a network. */
export function destinationText({ destination, prefix }: Pick<RouteInfo, 'destination' | 'prefix'>): string {
  if (prefix === 0) return 'default';
  return prefix === widthOf(destination) ? destination : `${destination}/${prefix}`;
}

/** A route with the name of its table, where several are listed. */
export type TabledRoute = RouteInfo & { readonly table?: string };

/** What a listing of routes leaves out, since its filter says it, and what it says besides. */
export interface HiddenWords {
  readonly device?: string;
  readonly gateway?: boolean;
  readonly protocol?: boolean;
  readonly scope?: boolean;
  /** `-d`. */
  readonly details?: boolean;
  /** The name of a route's table, where it is to be told. */
  readonly table?: (route: TabledRoute) => string;
}

const REFUSING: ReadonlySet<RouteInfo['type']> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw'] as const);

/** `ip route show`. */
export function routesText(routes: readonly TabledRoute[], dialect: IpDialect, hidden: HiddenWords): string {
  return routes
    .map((route) => {
      const via = route.gateway === undefined || hidden.gateway ? '' : ` via ${route.gateway}`;
      const refuses = route.type !== undefined && REFUSING.has(route.type) && !route.destination.includes(':');
      const device = route.device === hidden.device || refuses ? '' : ` dev ${route.device}`;
      const type = route.type ?? (hidden.details ? 'unicast' : '');
      const table = hidden.table?.(route) ?? '';
      return `${type && `${type} `}${destinationText(route)}${via}${device} ${table && `table ${table} `}${dialect.routeEnd(route, hidden)}\n`;
    })
    .join('');
}

/** `ip neigh show`: of one device, it is not named. */
export const neighboursText = (
  neighbours: readonly NeighbourInfo[],
  device: string | undefined,
  dialect: IpDialect,
  statistics = false,
): string =>
  neighbours
    .map((neighbour) => {
      const on = device === undefined ? ` dev ${neighbour.device}` : '';
      return `${neighbour.address}${on} ${dialect.neighbourEnd(neighbour, statistics)}\n`;
    })
    .join('');

/** What `-s` tells of a flush. */
export const flushText = (count: number, what: string): string =>
  count === 0
    ? 'Nothing to flush.\n'
    : `\n*** Round 1, deleting ${count} ${what} ***\n*** Flush is complete after 1 round ***\n`;
