import type { LinkChange, LinkRequest } from '../../kernel/netlink.ts';
import type { System } from '../../kernel/syscalls.ts';
import { Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect, Request } from './dialect.ts';
import { ask, isHardware, knownDevice } from './request.ts';
import { matching, type Words } from './words.ts';

const KINDS = ['dummy', 'veth', 'bridge', 'vlan', 'macvlan'] as const;
const LACKING_KINDS = [
  'ipvlan',
  'vxlan',
  'bond',
  'tun',
  'gre',
  'ipip',
  'sit',
  'vrf',
  'macvtap',
  'ifb',
  'wireguard',
  'team',
];

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/** `on` or `off`. */
function switched(word: string | undefined, what: string): boolean {
  if (word !== 'on' && word !== 'off')
    throw new Failure(`Error: argument of "${what}" must be one of "on off", not "${word ?? ''}"`, 255);
  return word === 'on';
}

function number(word: string | undefined, what: string): number {
  if (word === undefined || !/^\d+$/.test(word))
    throw new Failure(`Error: argument "${word ?? ''}" is wrong: Invalid "${what}" value\n`, 255);
  return Number(word);
}

/** What `type KIND …` says. */
function readKind(words: Words, request: Mutable<LinkRequest>): void {
  const kind = words.next() ?? '';
  if (LACKING_KINDS.includes(kind)) throw new NotSimulated(`ip link add type ${kind}`);
  if (!(KINDS as readonly string[]).includes(kind)) throw new Failure('Error: Unknown device type.', 2);
  request.kind = kind as LinkRequest['kind'];
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (kind === 'vlan' && word === 'id') request.id = Number(words.next());
    else if (kind === 'macvlan' && word === 'mode') request.mode = words.next() ?? '';
    else if (kind === 'veth' && word === 'peer') readPeer(words, request);
    else if (kind === 'dummy' || kind === 'veth')
      throw new Failure(`Garbage instead of arguments "${word} ...". Try "ip link help".`, 1);
    else throw new NotSimulated(`ip link add type ${kind} ${word}`);
  }
}

function readPeer(words: Words, request: Mutable<LinkRequest>): void {
  const word = words.next();
  if (word !== undefined && word !== 'name') throw new NotSimulated(`ip link add type veth peer ${word}`);
  request.peer = words.next() ?? '';
}

function add({ netlink }: System, words: Words, dialect: IpDialect): void {
  const request: Mutable<LinkRequest> = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'type') readKind(words, request);
    else if (word === 'link') request.link = words.next() ?? '';
    else if (word === 'mtu') request.mtu = number(words.next(), 'mtu');
    else if (word === 'address') request.address = words.next() ?? '';
    else if (['txqueuelen', 'numtxqueues', 'numrxqueues', 'index', 'netns', 'broadcast'].includes(word))
      throw new NotSimulated(`ip link add … ${word}`);
    else request.name = word === 'name' || word === 'dev' ? (words.next() ?? '') : word;
  }
  const { kind, link, name } = request;
  if (kind === undefined) throw new Failure('Not enough information: "type" argument is required', 1);
  if (name !== undefined && name.length > 15) throw new Failure('Error: Attribute failed policy validation.', 2);
  if (link !== undefined) knownDevice(netlink, dialect, link, true);
  ask(dialect, 'link', () => netlink.addLink({ ...request, kind }));
}

const SWITCHES: Readonly<Record<string, 'multicast' | 'arp' | 'promiscuous'>> = {
  ...{ multicast: 'multicast', arp: 'arp', promisc: 'promiscuous' },
};

interface Wish {
  readonly change: LinkChange;
  readonly request: Request;
}

/** One property of `ip link set`; undefined for a word that names none. */
function readChange(word: string, words: Words, dialect: IpDialect): Wish | undefined {
  const as = (request: Request, change: LinkChange): Wish => ({ request, change });
  const flag = SWITCHES[word];
  if (flag !== undefined) return as('flags', { [flag]: switched(words.next(), word) });
  switch (word) {
    case 'up':
    case 'down':
      return as('flags', { up: word === 'up' });
    case 'mtu':
      return as('mtu', { mtu: dialect.listsAll ? Number(words.next()) : number(words.next(), 'mtu') });
    case 'address': {
      const address = words.next() ?? '';
      if (!isHardware(address)) throw new Failure(dialect.badHardware(address), 1);
      return as('hardware address', { address });
    }
    case 'name':
      return as('link', { name: words.next() ?? '' });
    case 'master':
      return as('link', { master: words.next() ?? '' });
    case 'nomaster':
      return as('link', { master: null });
    case 'alias':
      return as('link', { alias: words.next() ?? '' });
    case 'txqueuelen':
    case 'txqlen':
    case 'qlen':
      return as('link', { txQueueLength: number(words.next(), 'txqueuelen') });
    default:
      return undefined;
  }
}

/** Where `netns` leads: a process by its number, or a name below /run/netns. */
const namespaceOf = (word: string): string | number =>
  /^\d+$/.test(word) ? Number(word) : word.includes('/') ? word : `/run/netns/${word}`;

function set({ netlink }: System, words: Words, dialect: IpDialect): void {
  let name = words.next();
  if (name === 'dev') name = words.next();
  if (name === undefined) throw new Misuse();
  const device = name;
  const wishes: Wish[] = [];
  let target: string | number | undefined;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === 'netns') target = namespaceOf(words.next() ?? '');
    else {
      const wish = readChange(word, words, dialect);
      if (!wish && /^(type|vf|group|allmulticast|dynamic|carrier|broadcast|addrgenmode)$/.test(word))
        throw new NotSimulated(`ip link set … ${word}`);
      if (!wish) throw new Failure(dialect.unknown('garbage', word), dialect.status.unknown);
      wishes.push(wish);
    }
  }
  const known = netlink.links().some((link) => link.name === device);
  if (!known)
    throw new Failure(
      wishes[0]?.request === 'flags' ? dialect.noFlags(device) : dialect.noDevice(device, true),
      dialect.status.noDevice,
    );
  for (const { change, request } of wishes) {
    if (typeof change.master === 'string') knownDevice(netlink, dialect, change.master, true);
    ask(dialect, request, () => netlink.setLink(device, change));
  }
  if (target !== undefined) moveTo(netlink, device, target, dialect);
}

function moveTo(netlink: System['netlink'], device: string, target: string | number, dialect: IpDialect): void {
  ask(dialect, 'namespace', () => netlink.moveLink(device, target));
}

/** `ip link VERB …` for all verbs but `show`. */
export function changeLink(sys: System, verb: string, words: Words, dialect: IpDialect): void {
  if (verb === 'add') return add(sys, words, dialect);
  if (verb === 'set' || verb === 'change') return set(sys, words, dialect);
  if (verb !== 'delete') throw new NotSimulated(`ip link ${verb}`);
  let name = words.next();
  if (name === 'dev') name = words.next();
  if (name === undefined) throw new Failure('Not enough information: "dev" argument is required.', 255);
  const device = name;
  if (words.peek !== undefined && matching(words.peek, ['type']) === undefined)
    throw new Failure(dialect.unknown('garbage', words.peek), 255);
  knownDevice(sys.netlink, dialect, device, true);
  ask(dialect, 'link', () => sys.netlink.deleteLink(device));
}
