import type { LinkChange } from '../../kernel/netlink.ts';
import type { System } from '../../kernel/syscalls.ts';
import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect, Request } from './dialect.ts';
import { addLink } from './link-add.ts';
import { readChange } from './link-words.ts';
import { ask, knownDevice, moveTo, namespaceOf } from './request.ts';
import { matching, type Words } from './words.ts';

/** What `ip link set` was told. */
interface Wanted {
  device: string | undefined;
  readonly wishes: { readonly change: LinkChange; readonly request: Request }[];
  target: string | number | undefined;
}

function readSet(words: Words, dialect: IpDialect): Wanted {
  const wanted: Wanted = { device: undefined, wishes: [], target: undefined };
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const wish = readChange(word, words, dialect);
    if (wish) wanted.wishes.push(wish);
    else if (word === 'netns') wanted.target = namespaceOf(words.need());
    else if (/^(type|vf|group|allmulticast|dynamic|carrier|broadcast|addrgenmode)$/.test(word))
      throw new NotSimulated(`ip link set … ${word}`);
    else {
      const name = word === 'dev' ? words.need() : word;
      if (wanted.device !== undefined) throw dialect.duplicate('dev', name);
      wanted.device = name;
    }
  }
  return wanted;
}

function set({ netlink }: System, words: Words, dialect: IpDialect): void {
  const { device, wishes, target } = readSet(words, dialect);
  if (device === undefined) throw dialect.noLink();
  for (const { change } of wishes) {
    const { master } = change;
    if (typeof master === 'string' && !netlink.links().some(({ name }) => name === master))
      throw dialect.noMaster(master);
  }
  const known = netlink.links().some((link) => link.name === device);
  if (!known) throw new Failure(dialect.noLinkTo(wishes[0]?.request, device), dialect.status.noDevice);
  for (const { change, request } of wishes) ask(dialect, request, () => netlink.setLink(device, change));
  if (target !== undefined) moveTo(netlink, device, target, dialect);
}

function remove({ netlink }: System, words: Words, dialect: IpDialect): void {
  let device: string | undefined;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (matching(word, ['type'])) {
      words.need();
      continue;
    }
    const name = word === 'dev' ? words.need() : word;
    if (device !== undefined) throw dialect.duplicate('dev', name);
    device = name;
  }
  if (device === undefined) throw dialect.noLink();
  const doomed = device;
  knownDevice(netlink, dialect, doomed, true);
  ask(dialect, 'link', () => netlink.deleteLink(doomed));
}

/** `ip link VERB …` for all verbs but `show`. */
export function changeLink(sys: System, verb: string, words: Words, dialect: IpDialect): void {
  if (verb === 'add') return addLink(sys, words, dialect);
  if (verb === 'set' || verb === 'change') return set(sys, words, dialect);
  if (verb === 'delete') return remove(sys, words, dialect);
  throw new NotSimulated(`ip link ${verb}`);
}
