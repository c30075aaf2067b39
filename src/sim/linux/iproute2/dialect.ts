import type { Errno } from '../../kernel/errno.ts';
import type { AddressInfo, LinkInfo, NeighbourInfo, RouteAnswer, RouteInfo } from '../../kernel/netlink.ts';
import type { Failure } from '../call.ts';
import type { HiddenWords } from './listing.ts';

/** What a word of the command line was taken for when it turned out to be wrong. */
export type WordKind =
  | 'address'
  | 'link'
  | 'route'
  | 'neigh'
  | 'neighbour address'
  | 'rule'
  | 'dev'
  | 'prefix'
  | 'host bits'
  | 'gateway'
  | 'destination';

/** What the kernel was asked for. */
export type Request =
  | 'route'
  | 'new address'
  | 'old address'
  | 'mtu'
  | 'hardware address'
  | 'flags'
  | 'name'
  | 'neighbour'
  | 'link'
  | 'rule'
  | 'namespace'
  | 'look-up';

/** In what BusyBox's `ip` and iproute2's own differ: how lines read, and what is said of errors. */
export interface IpDialect {
  /** `ip route show PREFIX` lists all routes all the same, and names the device always: BusyBox. */
  readonly listsAll: boolean;
  readonly status: { readonly noDevice: number; readonly answers: number; readonly unknown: number };
  /** What is said where a word is missing at the end. */
  readonly incomplete: { readonly text: string; readonly status: number };
  /** duparg2(): a second `what`, or a word that means nothing here. */
  duplicate(what: string, word: string): Failure;
  /** invarg(): a word that is not what an option takes. */
  wrong(option: 'metric' | 'scope' | 'protocol' | 'mtu' | 'txqueuelen' | 'family', word: string): Failure;
  /** What stands behind a link's name, up to `link/…`; `address6`: as IPv6 knows devices, which is less. */
  linkDetails(link: LinkInfo, links: readonly LinkInfo[], command: 'link' | 'address' | 'address6'): string;
  /** What stands behind `link/ether … brd …`. */
  linkEnd(link: LinkInfo, namespaces: ReadonlyMap<number, string>): string;
  addressEnd(address: AddressInfo): string;
  /** What stands behind a route's device; without what a listing hides. */
  routeEnd(route: RouteInfo, hidden: HiddenWords): string;
  neighbourEnd(neighbour: NeighbourInfo, statistics: boolean): string;
  /** What `ip route get` prints behind the device. */
  getEnd(
    answer: RouteAnswer,
    asked: {
      family: 'inet' | 'inet6';
      source?: string | undefined;
      inDevice?: string | undefined;
      mark?: number | undefined;
    },
  ): string;
  noDevice(name: string, changing: boolean): string;
  /** A device that is not there, of which this was to be changed first. */
  noLinkTo(request: Request | undefined, name: string): string;
  unknown(what: WordKind | string, word: string): string;
  /** What is said of a refusal of the kernel: « RTNETLINK answers: … ». */
  refused(request: Request, error: Pick<Errno, 'code' | 'message'>, family: 'inet' | 'inet6'): string;
  /** A hardware address that is none. */
  badHardware(word: string): string;
  badState(word: string): string;
  /** A bridge or another master that is not there. */
  noMaster(word: string): Failure;
  /** A link is to be changed, and none was named. */
  noLink(): Failure;
  /** A kind of device that the kernel does not know. */
  unknownKind(): Failure;
  /** A flush of everything: what is to be named first. */
  flushWhat(object: 'neigh' | 'route'): string;
  /** Does `ip neigh flush` take those away too that nobody answers for? */
  readonly flushesFailed: boolean;
  /** What is said of flushed entries. */
  flushed(entries: string, count: number, statistics: boolean): string;
  unknownOption(word: string): never;
  unknownObject(word: string | undefined): never;
}
