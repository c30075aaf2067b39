import type { RouteChange, RouteInfo } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { broadcastOf, parseIpv4 } from '../../kernel/wire/address.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect, Request } from './dialect.ts';
import { addressesText, type Filter, type IpOptions, linksText, routesText } from './listing.ts';
import { neighbour } from './neighbour.ts';
import { ask, isHardware, knownDevice } from './request.ts';
import { lookUpRoute } from './route-lookup.ts';
import { matching, Words } from './words.ts';

const OBJECTS = ['address', 'route', 'link', 'neighbour', 'neighbor', 'rule', 'tunnel', 'netns', 'monitor', 'maddress'];

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
    else if (object === 'link') yield* this.#link();
    else if (object === 'route') yield* this.#route();
    else if (object.startsWith('neigh')) yield* this.#neighbour();
    else if (object === 'rule') yield* this.#rule();
    else throw new NotSimulated(`ip ${object}`);
    return 0;
  }

  #verb(object: string, verbs: readonly string[]): string {
    const word = this.#words.next();
    const verb = word === undefined ? 'show' : matching(word, verbs);
    if (verb === undefined) throw new Failure(this.#dialect.unknown(object, word ?? ''), this.#dialect.status.unknown);
    return verb === 'list' || verb === 'lst' ? 'show' : verb === 'del' ? 'delete' : verb;
  }

  *#address(): Task<void> {
    const verb = this.#verb('address', ['add', 'change', 'replace', 'delete', 'show', 'list', 'lst', 'flush']);
    if (verb === 'show')
      return yield* this.#call.print(addressesText(this.#netlink, this.#filter(), this.#options, this.#dialect));
    if (verb === 'flush') return this.#flushAddresses();
    if (verb !== 'add' && verb !== 'delete') throw new NotSimulated(`ip address ${verb}`);
    const { local, device, broadcast } = this.#addressWords();
    this.#knownDevice(device, true);
    const [address = '', length = '32'] = local.split('/');
    const prefix = Number(length);
    const brd = broadcast === '+' ? broadcastOf(address, prefix) : broadcast;
    this.#ask(verb === 'add' ? 'new address' : 'old address', () =>
      verb === 'add'
        ? this.#netlink.addAddress(device, address, prefix, brd)
        : this.#netlink.deleteAddress(device, address, prefix),
    );
  }

  #flushAddresses(): void {
    const { device } = this.#filter();
    const doomed = this.#netlink.addresses().filter((entry) => entry.family === 'inet' && entry.device === device);
    if (device === undefined) throw new NotSimulated('ip address flush (sans dev)');
    for (const { address, prefix } of doomed)
      this.#ask('old address', () => this.#netlink.deleteAddress(device, address, prefix));
  }

  #addressWords(): { local: string; device: string; broadcast: string | undefined } {
    let [local, device, broadcast]: (string | undefined)[] = [];
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'dev') device = this.#words.next();
      else if (matching(word, ['broadcast']) && word.length > 2) broadcast = this.#words.next();
      else if (word === 'brd') broadcast = this.#words.next();
      else if (['scope', 'label', 'peer', 'metric'].includes(word)) throw new NotSimulated(`ip address … ${word}`);
      else if (word !== 'local') local = word;
      else local = this.#words.next();
    }
    if (device === undefined) throw new Failure(this.#dialect.unknown('dev', ''), this.#dialect.status.noDevice);
    if (local === undefined || !isPrefix(local)) throw new Failure(this.#dialect.unknown('prefix', local ?? ''), 1);
    return { local, device, broadcast };
  }

  #filter(): Filter {
    const filter: { device?: string; up?: boolean; kind?: string; master?: string; scope?: string } = {};
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'up') filter.up = true;
      else if (word === 'type') filter.kind = this.#words.next();
      else if (word === 'master') filter.master = this.#words.next();
      else if (word === 'scope') filter.scope = this.#words.next();
      else if (word === 'to' || word === 'label') throw new NotSimulated(`ip … show ${word}`);
      else {
        const name = word === 'dev' ? this.#words.next() : word;
        if (filter.device !== undefined) throw new Failure(this.#dialect.unknown('garbage', word), 1);
        filter.device = name;
      }
    }
    if (filter.device !== undefined) this.#knownDevice(filter.device, false);
    return filter;
  }

  #knownDevice(name: string, changing: boolean): void {
    knownDevice(this.#netlink, this.#dialect, name, changing);
  }

  #ask(request: Request, change: () => void): void {
    ask(this.#dialect, request, change);
  }

  *#link(): Task<void> {
    const verb = this.#verb('link', ['add', 'delete', 'set', 'show', 'list', 'lst']);
    if (verb === 'show')
      return yield* this.#call.print(linksText(this.#netlink, this.#filter(), this.#options, this.#dialect));
    if (verb !== 'set') {
      // Without the capability it is refused before anything else is looked at.
      const [loopback] = this.#netlink.links();
      this.#ask('neighbour', () => this.#netlink.setLink(loopback?.name ?? 'lo', {}));
      throw new NotSimulated(`ip link ${verb}`);
    }
    this.#setLink();
  }

  #setLink(): void {
    let name = this.#words.next();
    if (name === 'dev') name = this.#words.next();
    if (name === undefined) throw new Misuse();
    const device = name;
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'up' || word === 'down') {
        this.#knownFlags(device);
        this.#ask('flags', () => this.#netlink.setLink(device, { up: word === 'up' }));
      } else if (word === 'mtu') {
        const mtu = Number(this.#words.next());
        this.#knownDevice(device, true);
        this.#ask('mtu', () => this.#netlink.setLink(device, { mtu }));
      } else if (word === 'address') {
        const address = this.#words.next() ?? '';
        if (!isHardware(address)) throw new Failure(this.#dialect.badHardware(address), 1);
        this.#knownDevice(device, true);
        this.#ask('hardware address', () => this.#netlink.setLink(device, { address }));
      } else throw new NotSimulated(`ip link set … ${word}`);
    }
  }

  #knownFlags(device: string): void {
    if (!this.#netlink.links().some(({ name }) => name === device))
      throw new Failure(this.#dialect.noFlags(device), this.#dialect.status.noDevice);
  }

  *#route(): Task<void> {
    const verb = this.#verb('route', [
      'add',
      'append',
      'change',
      'delete',
      'flush',
      'get',
      'list',
      'lst',
      'replace',
      'show',
      'test',
    ]);
    if (verb === 'show') return yield* this.#showRoutes();
    if (verb === 'get') return yield* this.#getRoute();
    if (verb === 'flush') return this.#flushRoutes();
    if (verb === 'test') throw new NotSimulated('ip route test');
    const route = this.#routeWords();
    if (verb === 'delete') return this.#ask('route', () => this.#netlink.deleteRoute(route));
    const mode = verb === 'replace' || verb === 'change' || verb === 'append' ? { mode: verb as 'replace' } : {};
    this.#ask('route', () => this.#netlink.addRoute({ ...route, ...mode }));
  }

  #routeWords() {
    const route: Mutable<RouteChange> = {
      destination: '0.0.0.0',
      prefix: 0,
    };
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'via') route.gateway = this.#words.next();
      else if (word === 'dev') {
        route.device = this.#words.next() ?? '';
        this.#knownDevice(route.device, true);
      } else if (word === 'metric') route.metric = Number(this.#words.next());
      else if (word === 'default') route.prefix = 0;
      else if (isPrefix(word)) {
        const [destination = '', length = '32'] = word.split('/');
        Object.assign(route, { destination, prefix: Number(length) });
      } else if (word === 'src') route.source = this.#words.next();
      else if (['proto', 'scope', 'table', 'onlink'].includes(word)) throw new NotSimulated(`ip route … ${word}`);
      else throw new Failure(this.#dialect.unknown('prefix', word), 1);
    }
    return route;
  }

  #flushRoutes(): void {
    if (this.#words.peek === undefined) throw new Failure(this.#dialect.flushWhat('route'), 1);
    for (const { destination, prefix, device } of this.#selectedRoutes(false).routes)
      this.#ask('route', () => this.#netlink.deleteRoute({ destination, prefix, device }));
  }

  *#showRoutes(): Task<void> {
    const { routes, device } = this.#selectedRoutes(this.#dialect.listsAll);
    if (this.#options.family === 'inet6') return;
    yield* this.#call.print(routesText(routes, this.#dialect, this.#dialect.listsAll ? undefined : device));
  }

  /** The routes that the words name; `all`: a destination among them counts for nothing. */
  #selectedRoutes(all: boolean): { routes: RouteInfo[]; device: string | undefined } {
    let device: string | undefined;
    let only: string | undefined;
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'dev') device = this.#words.next();
      else if (word === 'table' && this.#words.peek === 'main') this.#words.next();
      else if (word === 'default') only = '0.0.0.0/0';
      else if (isPrefix(word)) only = word.includes('/') ? word : `${word}/32`;
      else throw new NotSimulated(`ip route show ${word}`);
    }
    if (device !== undefined) this.#knownDevice(device, false);
    const routes = this.#netlink
      .routes()
      .filter((route) => device === undefined || route.device === device)
      .filter(({ destination, prefix }) => only === undefined || all || `${destination}/${prefix}` === only);
    return { routes, device };
  }

  *#getRoute(): Task<void> {
    const word = this.#words.next();
    if (word === undefined) throw new Failure(this.#dialect.unknown('destination', ''), 1);
    if (parseIpv4(word) === undefined) throw new Failure(this.#dialect.unknown('prefix', word), 1);
    const found = lookUpRoute(this.#netlink, word);
    if (found === undefined)
      throw new Failure('RTNETLINK answers: Network is unreachable', this.#dialect.status.answers);
    const via = found.gateway === undefined ? '' : ` via ${found.gateway}`;
    yield* this.#call.print(
      `${found.local ? 'local ' : ''}${word}${via} dev ${found.device} ${this.#dialect.getEnd(found.source, found.local)}`,
    );
  }

  *#neighbour(): Task<void> {
    const verbs = this.#dialect.listsAll
      ? ['flush', 'list', 'lst', 'show']
      : ['add', 'change', 'delete', 'flush', 'show', 'list', 'lst', 'replace', 'get'];
    const verb = this.#verb('neigh', verbs);
    yield* neighbour(this.#call, verb, this.#words, this.#dialect, this.#options.family);
  }

  *#rule(): Task<void> {
    if (this.#verb('rule', ['add', 'delete', 'show', 'list', 'lst']) !== 'show') throw new NotSimulated('ip rule add');
    const end = this.#dialect.listsAll ? ' ' : '';
    yield* this.#call.print(
      ['0:\tfrom all lookup local', '32766:\tfrom all lookup main', '32767:\tfrom all lookup default']
        .map((line) => `${line}${end}\n`)
        .join(''),
    );
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const isPrefix = (word: string): boolean => {
  const [address = '', length] = word.split('/');
  return parseIpv4(address) !== undefined && (length === undefined || (/^\d+$/.test(length) && Number(length) <= 32));
};

const FLAGS: Readonly<Record<string, Partial<IpOptions>>> = {
  '-4': { family: 'inet' },
  '-6': { family: 'inet6' },
  '-o': { oneline: true },
  '-oneline': { oneline: true },
  '-br': { brief: true },
  '-brief': { brief: true },
  '-c': {},
  '-color': {},
};

/** `ip` in the speech of one package. Throws Misuse where the object is unknown and the package shows its usage. */
export function* ip(call: Call, dialect: IpDialect): Task<number> {
  const words = new Words(call.operands);
  let options: IpOptions = { family: undefined, oneline: false, brief: false };
  while (words.peek?.startsWith('-')) {
    const word = (words.next() as string).replace(/^--(?=.)/, '-');
    if (word === '-f' || word === '-family')
      options = { ...options, family: words.next() === 'inet6' ? 'inet6' : 'inet' };
    else if (FLAGS[word] === undefined) dialect.unknownOption(word);
    else options = { ...options, ...FLAGS[word] };
  }
  const word = words.next();
  const object = word === undefined ? undefined : matching(word, OBJECTS);
  if (object === undefined) dialect.unknownObject(word);
  return yield* new IpCommand(call, options, words, dialect).run(object as string);
}
