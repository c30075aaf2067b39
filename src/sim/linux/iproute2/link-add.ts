import type { LinkChange, LinkRequest } from '../../kernel/netlink.ts';
import type { System } from '../../kernel/syscalls.ts';
import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect } from './dialect.ts';
import { readChange } from './link-words.ts';
import { ask, knownDevice, moveTo, namespaceOf } from './request.ts';
import type { Words } from './words.ts';

const KINDS = ['dummy', 'veth', 'bridge', 'vlan', 'macvlan'] as const;
const LACKING_KINDS = [
  ...['ipvlan', 'vxlan', 'bond', 'tun', 'gre', 'ipip', 'sit', 'vrf', 'macvtap', 'ifb', 'wireguard', 'team'],
];
const LACKING = ['numtxqueues', 'numrxqueues', 'index', 'broadcast', 'group', 'vf', 'carrier', 'addrgenmode'];
const VETH_USAGE = `Usage: ip link <options> type veth [peer <options>]
To get <options> type 'ip link add help'`;

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/** What is said of a device: before its kind, or of a veth's peer. */
interface Described {
  /** `name N`, and the bare word or `dev N`. */
  name: string | undefined;
  device: string | undefined;
  change: LinkChange;
  link: string | undefined;
  kind: string | undefined;
  /** The namespace that it is made in. */
  target: string | number | undefined;
}

/** iplink_parse(): up to the kind, which it keeps. */
function describe(words: Words, dialect: IpDialect): Described {
  const read: Described = {
    ...{ name: undefined, device: undefined, change: {}, link: undefined, kind: undefined, target: undefined },
  };
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const wish = readChange(word, words, dialect);
    if (wish) {
      const { name, ...change } = wish.change;
      if (name !== undefined) {
        read.name = name;
        read.device ??= name;
      }
      Object.assign(read.change, change);
    } else if (word === 'type') {
      read.kind = words.need();
      return read;
    } else if (word === 'link') read.link = words.need();
    else if (word === 'netns') read.target = namespaceOf(words.need());
    else if (LACKING.includes(word)) throw new NotSimulated(`ip link add … ${word}`);
    else {
      const device = word === 'dev' ? words.need() : word;
      if (read.device !== read.name) throw dialect.duplicate('dev', device);
      read.device = device;
    }
  }
  return read;
}

/** What `type KIND …` says of a device of that kind; the namespace that a veth's peer goes to. */
function readKind(kind: string, words: Words, request: Mutable<LinkRequest>, dialect: IpDialect): Described['target'] {
  let peerTarget: Described['target'];
  if (LACKING_KINDS.includes(kind)) throw new NotSimulated(`ip link add type ${kind}`);
  const known = (KINDS as readonly string[]).includes(kind);
  // BusyBox reads what a VLAN is to be, and passes over the words about other kinds.
  if (dialect.listsAll && kind !== 'vlan') while (words.next() !== undefined);
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (kind === 'vlan' && word === 'id') request.id = Number(words.need());
    else if (kind === 'macvlan' && word === 'mode') request.mode = words.need();
    else if (kind === 'veth' && word === 'peer') {
      const { name, device, change, target } = describe(words, dialect);
      peerTarget = target;
      const peer = name ?? device;
      Object.assign(request, { peerChange: change, ...(peer !== undefined && { peer }) });
    } else if (kind === 'veth') throw new Failure(VETH_USAGE, 1);
    else if (kind === 'dummy' || !known)
      throw new Failure(`Garbage instead of arguments "${word} ...". Try "ip link help".`, 1);
    else throw new NotSimulated(`ip link add type ${kind} ${word}`);
  }
  if (!known) throw dialect.unknownKind();
  request.kind = kind as LinkRequest['kind'];
  return peerTarget;
}

/** `ip link add`. */
export function addLink({ netlink }: System, words: Words, dialect: IpDialect): void {
  const { name, device, change, link, kind, target } = describe(words, dialect);
  if (name !== undefined && device !== name && !dialect.listsAll)
    throw new Failure('both "name" and "dev" cannot be used when creating devices.', 255);
  if (kind === undefined) throw new Failure('Not enough information: "type" argument is required', 1);
  const request: Mutable<LinkRequest> = {};
  const own = name ?? device;
  if (own !== undefined) request.name = own;
  if (link !== undefined) request.link = link;
  const peerTarget = readKind(kind, words, request, dialect);
  if ((own?.length ?? 0) > 15) throw new Failure('Error: Attribute failed policy validation.', 2);
  if (link !== undefined) knownDevice(netlink, dialect, link, true);
  ask(dialect, 'link', () => netlink.addLink({ ...request, change, kind: request.kind as LinkRequest['kind'] }));
  if (request.peer !== undefined && peerTarget !== undefined) moveTo(netlink, request.peer, peerTarget, dialect);
  if (own !== undefined && target !== undefined) moveTo(netlink, own, target, dialect);
}
