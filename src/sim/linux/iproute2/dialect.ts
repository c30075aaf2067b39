import type { AddressInfo, LinkInfo, NeighbourInfo, RouteInfo } from '../../kernel/netlink.ts';

/** What a word of the command line was taken for when it turned out to be wrong. */
export type WordKind = 'address' | 'link' | 'route' | 'neigh' | 'rule' | 'dev' | 'prefix' | 'destination' | 'garbage';

/** In what BusyBox's `ip` and iproute2's own differ: how lines read, and what is said of errors. */
export interface IpDialect {
  /** `ip route show PREFIX` lists all routes all the same, and names the device always: BusyBox. */
  readonly listsAll: boolean;
  readonly status: { readonly noDevice: number; readonly answers: number; readonly unknown: number };
  /** What stands behind a link's name, up to `link/…`. */
  linkDetails(link: LinkInfo, links: readonly LinkInfo[], command: 'link' | 'address'): string;
  /** What stands behind `link/ether … brd …`. */
  linkEnd(link: LinkInfo): string;
  addressEnd(address: AddressInfo): string;
  routeEnd(route: RouteInfo): string;
  neighbourEnd(neighbour: NeighbourInfo): string;
  /** What `ip route get` prints behind the device. */
  getEnd(source: string, local: boolean): string;
  noDevice(name: string, changing: boolean): string;
  /** A device to be set up or down that is not there. */
  noFlags(name: string): string;
  /** The kernel refused to set a link up or down. */
  flags(reason: string): string;
  unknown(what: WordKind | string, word: string): string;
  /** « RTNETLINK answers: … ». */
  answers(reason: string): string;
  unknownOption(word: string): never;
  unknownObject(word: string | undefined): never;
}
