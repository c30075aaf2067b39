import type { AddressInfo, LinkInfo, NeighbourInfo, Netlink, RouteInfo } from '../../kernel/netlink.ts';
import { flagNames } from './link-text.ts';
import { addressFlags, type Filter, type IpOptions, shownAddresses, shownLinks } from './listing.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What `valid_lft forever` is in numbers. */
const FOREVER = 0xffffffff;

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As iproute2's json_writer.c lays it out with `-p`: eight blanks a level, arrays of plain values on one line. */
function pretty(value: Json, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    const simple = !value.some(isObject);
    return `[ ${value.map((item) => pretty(item, simple ? indent : `${indent}    `)).join(',')} ]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const inner = `${indent}    `;
  const lines = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pretty(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** A listing as `-j` writes it, or `-j -p`. */
export const jsonText = (value: readonly Json[], options: Pick<IpOptions, 'pretty'>): string =>
  `${options.pretty ? pretty(value, '') : JSON.stringify(value)}\n`;

function linkJson(
  link: LinkInfo,
  links: readonly LinkInfo[],
  { statistics, family }: IpOptions,
  mode: boolean,
): { [key: string]: Json } {
  const { rxBytes, rxPackets, rxErrors, rxDropped, txBytes, txPackets, txErrors, txDropped } = link.statistics;
  return {
    ifindex: link.index,
    ...otherEnd(link, links),
    ifname: link.name,
    flags: flagNames(link, ['M-DOWN']),
    mtu: link.mtu,
    qdisc: link.qdisc,
    ...(link.master !== undefined && { master: link.master }),
    operstate: link.operstate,
    ...(mode && { linkmode: 'DEFAULT' }),
    group: 'default',
    txqlen: link.txQueueLength,
    ...(family === undefined && {
      link_type: link.kind === 'loopback' ? 'loopback' : 'ether',
      address: link.address,
      broadcast: link.broadcast,
    }),
    ...(link.linkNetnsid !== undefined && { link_netnsid: link.linkNetnsid }),
    ...(link.alias !== undefined && { ifalias: link.alias }),
    ...(statistics && {
      stats64: {
        rx: { bytes: rxBytes, packets: rxPackets, errors: rxErrors, dropped: rxDropped, over_errors: 0, multicast: 0 },
        tx: {
          bytes: txBytes,
          packets: txPackets,
          errors: txErrors,
          dropped: txDropped,
          carrier_errors: 0,
          collisions: 0,
        },
      },
    }),
  };
}

/** The other end of a veth, or the device below: by name where it is here, else by number. */
function otherEnd({ link, linkNetnsid }: LinkInfo, links: readonly LinkInfo[]): { [key: string]: Json } {
  if (link === undefined) return {};
  const other = linkNetnsid === undefined ? links.find(({ index }) => index === link) : undefined;
  return other ? { link: other.name } : { link_index: link };
}

function briefJson(link: LinkInfo, links: readonly LinkInfo[]): { [key: string]: Json } {
  return { ...otherEnd(link, links), ifname: link.name, operstate: link.operstate };
}

/** `ip -j link`. */
export function linksJson(shown: readonly LinkInfo[], netlink: Netlink, options: IpOptions): Json[] {
  const links = netlink.links();
  return shown.map((link) =>
    options.brief
      ? { ...briefJson(link, links), address: link.address, flags: flagNames(link) }
      : linkJson(link, links, options, true),
  );
}

function addressJson(info: AddressInfo, brief: boolean): Json {
  const { family, address, prefix, broadcast, scope, device, label, automatic } = info;
  if (brief) return { local: address, prefixlen: prefix };
  return {
    family,
    local: address,
    prefixlen: prefix,
    ...(broadcast !== undefined && { broadcast }),
    scope,
    ...Object.fromEntries(addressFlags(info).map((flag) => [flag, true])),
    ...(automatic && { protocol: scope === 'link' ? 'kernel_ll' : 'kernel_lo' }),
    ...(family === 'inet' && { label: label ?? device }),
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  };
}

/** `ip -j address`. */
export function addressesJson(netlink: Netlink, filter: Filter, options: IpOptions): Json[] {
  const links = netlink.links();
  return shownLinks(netlink, filter).flatMap((link): Json[] => {
    const mine = shownAddresses(netlink, filter, options).filter(({ device }) => device === link.name);
    if (options.family !== undefined && mine.length === 0) return [];
    const head = options.brief ? briefJson(link, links) : linkJson(link, links, options, false);
    return [{ ...head, addr_info: mine.map((address) => addressJson(address, options.brief)) }];
  });
}

/** One route of `ip -j route`. */
export function routeJson(route: RouteInfo, destination: string): Json {
  const { type, gateway, device, protocol, scope, source, metric, linkdown } = route;
  const six = route.destination.includes(':');
  return {
    ...(type && { type }),
    dst: destination,
    ...(gateway !== undefined && { gateway }),
    ...((type === undefined || six) && { dev: device }),
    ...(protocol !== 'boot' && { protocol }),
    ...(scope !== 'global' && { scope }),
    ...(source !== undefined && { prefsrc: source }),
    ...((metric !== 0 || six) && { metric }),
    flags: linkdown ? ['linkdown'] : [],
    ...(six && { pref: 'medium' }),
  };
}

/** One neighbour of `ip -j neigh`. */
export const neighbourJson = ({ address, device, lladdr, state, router }: NeighbourInfo): Json => ({
  dst: address,
  dev: device,
  ...(lladdr !== undefined && { lladdr }),
  ...(router && { router: null }),
  state: [state],
});
