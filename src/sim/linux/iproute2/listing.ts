import type { AddressInfo, LinkInfo, NeighbourInfo, Netlink, RouteInfo } from '../../kernel/netlink.ts';
import type { IpDialect } from './dialect.ts';
import { flagList, fullName } from './link-text.ts';

/** What the options before the object ask for. */
export interface IpOptions {
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
}

const passes = (link: LinkInfo, { device, up, kind, master }: Filter): boolean =>
  (device === undefined || link.name === device) &&
  (!up || link.flags.includes('UP')) &&
  (kind === undefined || link.kind === kind) &&
  (master === undefined || link.master === master);

const nameOf = (link: LinkInfo, links: readonly LinkInfo[]): string =>
  fullName(link, links, link.linkNetnsid !== undefined);

/** A command's text, entry by entry; with `-o` the lines of one entry are joined by backslashes. */
const entryText = (lines: readonly string[], oneline: boolean): string => `${lines.join(oneline ? '\\' : '\n')}\n`;

function linkLines(
  link: LinkInfo,
  links: readonly LinkInfo[],
  dialect: IpDialect,
  command: 'link' | 'address',
): [string, string] {
  const details = dialect.linkDetails(link, links, command);
  const hardware = link.kind === 'loopback' ? 'loopback' : 'ether';
  return [
    `${link.index}: ${nameOf(link, links)}: ${details}`,
    `    link/${hardware} ${link.address} brd ${link.broadcast}${dialect.linkEnd(link)}`,
  ];
}

/** `ip link show`. */
export function linksText(netlink: Netlink, filter: Filter, options: IpOptions, dialect: IpDialect): string {
  const links = netlink.links();
  const shown = links.filter((link) => passes(link, filter));
  if (options.brief)
    return shown.map((link) => `${briefHead(link, links)}${link.address} ${flagList(link)} \n`).join('');
  return shown.map((link) => entryText(linkLines(link, links, dialect, 'link'), options.oneline)).join('');
}

const briefHead = (link: LinkInfo, links: readonly LinkInfo[]): string =>
  `${nameOf(link, links).padEnd(16)} ${link.operstate.padEnd(14)} `;

function addressLines(address: AddressInfo, dialect: IpDialect): [string, string] {
  const broadcast = address.broadcast === undefined ? '' : ` brd ${address.broadcast}`;
  const first = `    ${address.family} ${address.address}/${address.prefix}${broadcast} scope ${address.scope}`;
  return [`${first}${dialect.addressEnd(address)}`, '       valid_lft forever preferred_lft forever'];
}

/** `ip address show`. */
export function addressesText(netlink: Netlink, filter: Filter, options: IpOptions, dialect: IpDialect): string {
  const links = netlink.links();
  const wanted = netlink
    .addresses()
    .filter(({ family }) => options.family === undefined || family === options.family)
    .filter(({ scope }) => filter.scope === undefined || scope === filter.scope);
  const texts = links.map((link) => {
    const mine = wanted.filter(({ device }) => device === link.name);
    if (!passes(link, filter) || (options.family !== undefined && mine.length === 0)) return '';
    if (options.brief)
      return `${briefHead(link, links)}${mine.map(({ address, prefix }) => `${address}/${prefix} `).join('')}\n`;
    if (options.oneline)
      return mine
        .map((address) => `${link.index}: ${link.name} ${entryText(addressLines(address, dialect), true).slice(1)}`)
        .join('');
    const [head, hardware] = linkLines(link, links, dialect, 'address');
    const own = options.family === undefined ? [head, hardware] : [head];
    return entryText([...own, ...mine.flatMap((address) => addressLines(address, dialect))], false);
  });
  return texts.join('');
}

/** A route's destination as `ip` writes it: `default`, a bare host, or a network. */
function destinationText({ destination, prefix }: Pick<RouteInfo, 'destination' | 'prefix'>): string {
  if (prefix === 0) return 'default';
  return prefix === 32 ? destination : `${destination}/${prefix}`;
}

/** `ip route show`. @param device only its routes, which then do not name it where `hidden` says so */
export function routesText(routes: readonly RouteInfo[], dialect: IpDialect, hidden: string | undefined): string {
  return routes
    .map((route) => {
      const via = route.gateway === undefined ? '' : ` via ${route.gateway}`;
      const device = route.device === hidden ? '' : ` dev ${route.device}`;
      return `${destinationText(route)}${via}${device} ${dialect.routeEnd(route)}\n`;
    })
    .join('');
}

/** `ip neigh show`: of one device, it is not named. */
export const neighboursText = (
  neighbours: readonly NeighbourInfo[],
  device: string | undefined,
  dialect: IpDialect,
): string =>
  neighbours
    .map((neighbour) => {
      const on = device === undefined ? ` dev ${neighbour.device}` : '';
      return `${neighbour.address}${on} ${dialect.neighbourEnd(neighbour)}\n`;
    })
    .join('');
