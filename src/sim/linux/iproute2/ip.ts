import type { AddressInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { broadcastOf, parseIpv4 } from '../../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect, Request } from './dialect.ts';
import { addressesJson, jsonText, linksJson } from './json.ts';
import { changeLink } from './link-change.ts';
import {
  ADDRESS_FLAGS,
  addressesText,
  type Filter,
  flushText,
  type IpOptions,
  linksText,
  shownAddresses,
  shownLinks,
} from './listing.ts';
import { neighbour } from './neighbour.ts';
import { namesById, netns, switchTo } from './netns.ts';
import { ask, familyOf, isPrefix, knownDevice, widthOf } from './request.ts';
import { route } from './route.ts';
import { rule } from './rule.ts';
import { matching, verbOf, Words } from './words.ts';

/** In the order in which `ip` looks for what a word begins. */
const OBJECTS =
  `address addrlabel maddress route rule neighbor neighbour ntable ntbl link l2tp fou ila macsec tunnel tunl tuntap tap token
  tcpmetrics tcp_metrics monitor xfrm mroute mrule netns netconf vrf sr nexthop mptcp ioam stats`.split(/\s+/);
const BUSYBOX_OBJECTS = ['address', 'route', 'link', 'neigh', 'tunnel', 'tunl', 'rule'];

/** One `ip` command on its way: what is left of its words, and the speech of its package. */
class IpCommand {
  readonly #call: Call;
  readonly #options: IpOptions;
  readonly #words: Words;
  readonly #dialect: IpDialect;

  constructor(call: Call, options: IpOptions, words: Words, dialect: IpDialect) {
    this.#call = call;
    this.#options = options;
    this.#words = words;
    this.#dialect = dialect;
  }

  get #netlink() {
    return this.#call.sys.netlink;
  }

  *run(object: string): Task<number> {
    if (object === 'address') yield* this.#address();
    else if (object === 'link') yield* this.#linkOrFail();
    else if (object === 'route') yield* route(this.#call, this.#options, this.#words, this.#dialect);
    else if (object.startsWith('neigh')) yield* this.#neighbour();
    else if (object === 'rule') yield* rule(this.#call, this.#options, this.#words, this.#dialect);
    else if (object === 'netns' && !this.#dialect.listsAll) return yield* netns(this.#call, this.#words);
    else throw new NotSimulated(`ip ${object}`);
    return 0;
  }

  #verb(object: string, verbs: readonly string[]): string {
    return verbOf(this.#words, this.#dialect, object, verbs);
  }

  *#address(): Task<void> {
    const verb = this.#verb('address', ['add', 'change', 'replace', 'delete', 'show', 'list', 'lst', 'flush']);
    if (verb === 'show') return yield* this.#showAddresses();
    if (verb === 'flush') return yield* this.#flushAddresses();
    const { local, device, broadcast, label, nodad } = this.#addressWords();
    this.#knownDevice(device, true);
    const [address = '', length = widthOf(local)] = local.split('/');
    const prefix = Number(length);
    const family = familyOf(address);
    const brd = broadcast === '+' ? broadcastOf(address, prefix) : broadcast;
    const options = { ...(brd !== undefined && { broadcast: brd }), ...(label !== undefined && { label }), nodad };
    if (verb === 'delete') return yield* this.#deleteAddress(device, address, local);
    const known = this.#netlink
      .addresses()
      .some((entry) => entry.device === device && entry.address === address && entry.prefix === prefix);
    if (known && verb !== 'add') return;
    this.#ask('new address', () => this.#netlink.addAddress(device, address, prefix, options), family);
  }

  /** Without a prefix's length, whichever address it is goes. */
  *#deleteAddress(device: string, address: string, local: string): Task<void> {
    let [, length = `${widthOf(local)}`] = local.split('/');
    if (!local.includes('/') && !this.#dialect.listsAll) {
      yield* this.#call.sys.write(2, wildcardWarning(address));
      const found = this.#netlink.addresses().find((entry) => entry.device === device && entry.address === address);
      if (found) length = `${found.prefix}`;
    }
    this.#ask('old address', () => this.#netlink.deleteAddress(device, address, Number(length)), familyOf(address));
  }

  *#showAddresses(): Task<void> {
    const filter = this.#filter();
    const text = this.#options.json
      ? jsonText(addressesJson(this.#netlink, filter, this.#options), this.#options)
      : addressesText(this.#netlink, filter, this.#options, this.#dialect);
    yield* this.#call.print(text);
  }

  *#flushAddresses(): Task<void> {
    const filter = this.#filter();
    const { device } = filter;
    if (device === undefined)
      throw new Failure(this.#dialect.listsAll ? 'flush requires an argument' : 'Flush requires arguments.', 1);
    const doomed = (): AddressInfo[] =>
      shownAddresses(this.#netlink, filter, this.#options).filter((entry) => entry.device === device);
    const count = doomed().length;
    // One by one: a subnet's first address takes the others along.
    for (let [next] = doomed(); next; [next] = doomed()) {
      const { address, prefix } = next;
      this.#ask('old address', () => this.#netlink.deleteAddress(device, address, prefix));
    }
    if (this.#options.statistics && !this.#dialect.listsAll) yield* this.#call.print(flushText(count, 'addresses'));
  }

  #addressWords(): Record<'local' | 'device', string> &
    Record<'broadcast' | 'label', string | undefined> & { nodad: boolean } {
    let nodad = false;
    let [local, device, broadcast, label]: (string | undefined)[] = [];
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'dev') device = this.#words.need();
      else if (matching(word, ['broadcast']) && word.length > 2) broadcast = this.#words.need();
      else if (word === 'brd') broadcast = this.#words.need();
      else if (word === 'label') label = this.#words.need();
      else if (word === 'nodad' && !this.#dialect.listsAll) nodad = true;
      else if (['scope', 'peer', 'metric'].includes(word)) throw new NotSimulated(`ip address … ${word}`);
      else {
        if (local !== undefined) throw this.#dialect.duplicate('local', word);
        local = this.#prefix(word === 'local' ? this.#words.need() : word, device);
      }
    }
    if (device === undefined) throw new Failure(this.#dialect.unknown('dev', ''), this.#dialect.status.noDevice);
    if (local === undefined) throw new Failure(this.#dialect.unknown('prefix', ''), 1);
    if (this.#dialect.listsAll && label !== undefined && !label.startsWith(device))
      throw new Failure(`"dev" (${device}) must match "label" (${label})`, 1);
    return { local, device, broadcast, label, nodad };
  }

  /** BusyBox looks at it only once it knows the device. */
  #prefix(word: string, device: string | undefined): string {
    const { family } = this.#options;
    if (isPrefix(word, family)) return word;
    // BusyBox sends the kernel an address without bytes where it cannot read one.
    if (
      this.#dialect.listsAll &&
      device === undefined &&
      this.#words.has('dev') &&
      parseIpv4(word.split('/')[0] ?? '') === undefined
    )
      throw new Failure('RTNETLINK answers: Numerical result out of range', 2);
    const late = this.#dialect.listsAll && device === undefined && !this.#words.has('dev');
    throw new Failure(this.#dialect.unknown(late ? 'dev' : family ? `${family} prefix` : 'prefix', word), 1);
  }

  #filter(): Filter {
    const filter: { -readonly [K in keyof Filter]: Filter[K] } = {};
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'up') filter.up = true;
      else if (word === 'type') filter.kind = this.#words.need();
      else if (word === 'master') filter.master = this.#words.need();
      else if (word === 'scope') filter.scope = this.#words.need();
      else if (word === 'to') filter.to = this.#prefix(this.#words.need(), undefined);
      else if (word === 'label') filter.label = globOf(this.#words.need());
      else if ((ADDRESS_FLAGS as readonly string[]).includes(word) && !this.#dialect.listsAll)
        filter.flags = [...(filter.flags ?? []), word as (typeof ADDRESS_FLAGS)[number]];
      else {
        const name = word === 'dev' ? this.#words.need() : word;
        if (filter.device !== undefined) throw this.#dialect.duplicate('dev', name);
        filter.device = name;
      }
    }
    if (filter.device !== undefined) this.#knownDevice(filter.device, false);
    return filter;
  }

  #knownDevice(name: string, changing: boolean): void {
    knownDevice(this.#netlink, this.#dialect, name, changing);
  }

  #ask(request: Request, change: () => void, family?: 'inet' | 'inet6'): void {
    ask(this.#dialect, request, change, family);
  }

  /** BusyBox's `ip link` ends with 2 where its other objects end with 1 (xfunc_error_retval), but not at what it asks of devices. */
  *#linkOrFail(): Task<void> {
    try {
      yield* this.#link();
    } catch (error) {
      const raised = this.#dialect.listsAll && error instanceof Failure && !/^SIOC|lladdr$/.test(error.message);
      throw raised ? new Failure(error.message, 2) : error;
    }
  }

  *#link(): Task<void> {
    const verb = this.#verb('link', ['add', 'delete', 'set', 'show', 'list', 'lst', 'change', 'replace']);
    if (verb !== 'show') return changeLink(this.#call.sys, verb, this.#words, this.#dialect);
    const filter = this.#filter();
    const links = shownLinks(this.#netlink, filter);
    if (this.#options.json)
      return yield* this.#call.print(jsonText(linksJson(links, this.#netlink, this.#options), this.#options));
    yield* this.#call.print(linksText(this.#netlink, filter, this.#options, this.#dialect));
  }

  *#neighbour(): Task<void> {
    const verbs = this.#dialect.listsAll
      ? ['flush', 'list', 'lst', 'show']
      : ['add', 'change', 'delete', 'flush', 'show', 'list', 'lst', 'replace', 'get'];
    const verb = this.#verb('neigh', verbs);
    yield* neighbour(this.#call, verb, this.#words, this.#dialect, this.#options);
  }
}

/** What fnmatch(3) takes. */
const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  );

const FLAGS: Readonly<Record<string, Partial<IpOptions>>> = {
  '-4': { family: 'inet' },
  '-6': { family: 'inet6' },
  '-o': { oneline: true },
  '-oneline': { oneline: true },
  '-br': { brief: true },
  '-brief': { brief: true },
  '-c': {},
  '-color': {},
  '-s': { statistics: true },
  '-stats': { statistics: true },
  '-statistics': { statistics: true },
  '-j': { json: true },
  '-json': { json: true },
  '-p': { pretty: true },
  '-pretty': { pretty: true },
  '-d': { details: true },
  '-details': { details: true },
  '-r': {},
  '-N': {},
};

const wildcardWarning = (address: string): string =>
  `Warning: Executing wildcard deletion to stay compatible with old scripts.
         Explicitly specify the prefix length (${address}/${widthOf(address)}) to avoid this warning.
         This special behaviour is likely to disappear in further releases,
         fix your scripts!
`;

const NO_OPTIONS: IpOptions = {
  namespaces: new Map(),
  ...{ family: undefined, oneline: false, brief: false, statistics: false, details: false, json: false, pretty: false },
};
const BUSYBOX_FLAGS = ['-4', '-6', '-o', '-oneline'];

function namedFamily(name: string | undefined, dialect: IpDialect): IpOptions['family'] {
  if (name === undefined && dialect.listsAll) throw new Misuse();
  if (name === undefined) throw new Failure('Error: argument "family type" is required', 255);
  if (name !== 'inet' && name !== 'inet6') throw dialect.wrong('family', name);
  return name;
}

function* version(call: Call): Task<number> {
  yield* call.print('ip utility, iproute2-7.3.0, libbpf 1.7.0\n');
  return 0;
}

/** `ip` in the speech of one package. Throws Misuse where the object is unknown and the package shows its usage. */
export function* ip(call: Call, dialect: IpDialect): Task<number> {
  const words = new Words(call.operands, dialect);
  let options: IpOptions = NO_OPTIONS;
  while (words.peek?.startsWith('-')) {
    const word = (words.next() as string).replace(/^--(?=.)/, '-');
    if (word === '--') break;
    if (word === '-help' && !dialect.listsAll) dialect.unknownObject(word);
    if (word === '-f' || word === '-family') options = { ...options, family: namedFamily(words.next(), dialect) };
    else if ((word === '-n' || word === '-netns') && !dialect.listsAll) switchTo(call.sys, words.next() ?? '(null)');
    else if (word === '-V' && !dialect.listsAll) return yield* version(call);
    else if (/^-c(olor)?=(never|auto|always)$/.test(word) && !dialect.listsAll) continue;
    else if (FLAGS[word] === undefined || (dialect.listsAll && !BUSYBOX_FLAGS.includes(word)))
      dialect.unknownOption(word);
    else options = { ...options, ...FLAGS[word] };
  }
  const word = words.next();
  const object = word === undefined ? undefined : matching(word, dialect.listsAll ? BUSYBOX_OBJECTS : OBJECTS);
  if (object === undefined) dialect.unknownObject(word);
  if (!dialect.listsAll) options = { ...options, namespaces: namesById(call.sys) };
  return yield* new IpCommand(call, options, words, dialect).run(object as string);
}
