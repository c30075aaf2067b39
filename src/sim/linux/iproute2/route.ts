import { isErrno } from '../../kernel/errno.ts';
import type { RouteChange, RouteInfo, RouteQuery } from '../../kernel/netlink.ts';
import type { Task } from '../../kernel/task.ts';
import { networkOf } from '../../kernel/wire/address.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { IpDialect } from './dialect.ts';
import { jsonText, routeJson } from './json.ts';
import { destinationText, type HiddenWords, type IpOptions, routesText, type TabledRoute } from './listing.ts';
import { ask, type Family, familyOf, isPrefix, knownDevice, widthOf, within } from './request.ts';
import { tableName, tableOf } from './tables.ts';
import { unsigned, verbOf, type Words } from './words.ts';

const TYPES = ['blackhole', 'unreachable', 'prohibit', 'throw'] as const;
const SCOPES = ['global', 'link', 'host'] as const;
const PROTOCOLS = ['kernel', 'boot', 'static'] as const;
const OTHER_PROTOCOLS =
  'unspec redirect ra mrt zebra bird babel dnrouted xorp ntk dhcp keepalived bgp isis ospf rip eigrp openr'.split(' ');
const VERBS = [
  'add',
  'append',
  'prepend',
  'change',
  'delete',
  'flush',
  'get',
  'list',
  'lst',
  'replace',
  'show',
  'test',
  'save',
  'restore',
  'showdump',
];
const DEFAULT_RULES = 3;
/** What the kernel needs no table for. */
const EVERYBODY = ['0.0.0.0', '255.255.255.255'];
const LACKING = [
  'nexthop',
  'mtu',
  'advmss',
  'weight',
  'tos',
  'rtt',
  'window',
  'cwnd',
  'initcwnd',
  'congctl',
  'encap',
  'nhid',
  'vrf',
  'pref',
  'expires',
];

type Draft = { -readonly [K in keyof RouteChange]: RouteChange[K] };

const oneOf = <T extends string>(names: readonly T[], word: string | undefined): T | undefined =>
  names.find((name) => name === word);

/** One run of `ip route`. */
class RouteCommand {
  readonly #call: Call;
  readonly #options: IpOptions;
  readonly #words: Words;
  readonly #dialect: IpDialect;
  /** Which family it is about, once an option or an address told. */
  #family: Family | undefined;

  constructor(call: Call, options: IpOptions, words: Words, dialect: IpDialect) {
    this.#call = call;
    this.#options = options;
    this.#family = options.family;
    this.#words = words;
    this.#dialect = dialect;
  }

  get #netlink() {
    return this.#call.sys.netlink;
  }

  *run(verb: string): Task<void> {
    if (verb === 'show') return yield* this.#show();
    if (verb === 'get') return yield* this.#get();
    if (verb === 'flush') return this.#flush();
    if (['test', 'save', 'restore', 'showdump', 'prepend'].includes(verb)) throw new NotSimulated(`ip route ${verb}`);
    const route = this.#route(verb);
    const family = familyOf(route.destination);
    if (family === 'inet6' && (route.table ?? 254) !== 254) throw new NotSimulated(`ip -6 route ${verb} table …`);
    if (verb === 'delete') return ask(this.#dialect, 'route', () => this.#netlink.deleteRoute(route), family);
    this.#checkSource(route.source);
    const mode = verb === 'add' ? {} : { mode: verb as 'replace' };
    ask(this.#dialect, 'route', () => this.#netlink.addRoute({ ...route, ...mode }), family);
  }

  /** The table local is one with main until a rule is added (fib_unmerge); what needs no route is in neither. */
  #isApart(type: string, destination: string): boolean {
    const own = ['local', 'broadcast'].includes(type) && !EVERYBODY.includes(destination);
    return own && this.#netlink.rules('inet').length > DEFAULT_RULES;
  }

  /** fib_valid_prefsrc() */
  #checkSource(source: string | undefined): void {
    const own = this.#netlink.addresses().some(({ address }) => address === source);
    if (source === undefined || own || this.#dialect.listsAll || source.includes(':')) return;
    throw new Failure('Error: Invalid prefsrc address.', this.#dialect.status.answers);
  }

  #address(): string {
    const word = this.#words.need();
    const family = familyOf(word);
    if (family === undefined || family !== (this.#family ?? family))
      throw new Failure(this.#dialect.unknown(this.#family ? `${this.#family} address` : 'gateway', word), 1);
    this.#family = family;
    return word;
  }

  #prefix(word: string): string {
    if (!isPrefix(word, this.#family))
      throw new Failure(this.#dialect.unknown(this.#family ? `${this.#family} prefix` : 'prefix', word), 1);
    this.#family = familyOf(word.split('/')[0] ?? '');
    return word;
  }

  #device(): string {
    const device = this.#words.need();
    knownDevice(this.#netlink, this.#dialect, device, true);
    return device;
  }

  /** The words of a route to make or to delete. */
  #route(verb: string): RouteChange {
    const draft: Draft = { destination: '', prefix: 0 };
    let named = false;
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (this.#takeWord(draft, word)) continue;
      const destination = word === 'to' ? this.#words.need() : word;
      if (named) throw this.#dialect.duplicate('to', destination);
      this.#takeDestination(draft, destination);
      named = true;
    }
    if (draft.destination === '') draft.destination = this.#family === 'inet6' ? '::' : '0.0.0.0';
    const strict = verb !== 'delete' && !draft.destination.includes(':');
    if (strict && draft.destination !== networkOf(draft.destination, draft.prefix))
      throw new Failure(this.#dialect.unknown('host bits', draft.destination), this.#dialect.status.answers);
    return draft;
  }

  #takeDestination(draft: Draft, word: string): void {
    if (['default', 'any', 'all'].includes(word)) return;
    const [destination = '', length = widthOf(word)] = this.#prefix(word).split('/');
    Object.assign(draft, { destination, prefix: Number(length) });
  }

  /** False for the destination. */
  #takeWord(draft: Draft, word: string): boolean {
    const type = oneOf(TYPES, word);
    if (type !== undefined) draft.type = type;
    else if (word === 'via') draft.gateway = this.#address();
    else if (word === 'dev' || word === 'oif') draft.device = this.#device();
    else if (['metric', 'prio', 'priority', 'preference'].includes(word)) draft.metric = this.#metric();
    else if (word === 'src') draft.source = this.#address();
    else if (word === 'table') draft.table = tableOf(this.#words.need(), '"table" value is invalid');
    else if (word === 'onlink') draft.onlink = true;
    else if (word === 'proto' || word === 'protocol') draft.protocol = this.#protocol();
    else if (word === 'scope') draft.scope = this.#scope();
    else if (LACKING.includes(word) || word === 'local' || word === 'broadcast')
      throw new NotSimulated(`ip route … ${word}`);
    else return word === 'unicast';
    return true;
  }

  #metric(): number {
    const { word, value } = this.#words.number();
    if (value === undefined) throw this.#dialect.wrong('metric', word);
    return value;
  }

  #protocol(): RouteInfo['protocol'] {
    const word = this.#words.need();
    const found = oneOf(PROTOCOLS, word);
    if (!found && !OTHER_PROTOCOLS.includes(word) && unsigned(word) === undefined)
      throw this.#dialect.wrong('protocol', word);
    if (!found) throw new NotSimulated(`ip route … proto ${word}`);
    return found;
  }

  #scope(): RouteInfo['scope'] {
    const word = this.#words.need();
    const found = oneOf(SCOPES, word);
    if (!found && word !== 'site' && word !== 'nowhere' && unsigned(word) === undefined)
      throw this.#dialect.wrong('scope', word);
    if (!found) throw new NotSimulated(`ip route … scope ${word}`);
    return found;
  }

  #flush(): void {
    if (this.#words.peek === undefined) throw new Failure(this.#dialect.flushWhat('route'), 1);
    const { routes, table } = this.#selected(false, 'Flush');
    for (const { destination, prefix, device, type, metric, gateway } of routes) {
      const key = { destination, prefix, metric, table: table ?? 254, ...(gateway !== undefined && { gateway }) };
      ask(this.#dialect, 'route', () => this.#netlink.deleteRoute({ ...key, ...(type ? { type } : { device }) }));
    }
  }

  *#show(): Task<void> {
    const { routes, hidden, all } = this.#selected(this.#dialect.listsAll && this.#family !== 'inet6', 'Dump');
    const { json, details } = this.#options;
    if (json)
      return yield* this.#call.print(
        jsonText(
          routes.map((each) => routeJson(each, destinationText(each))),
          this.#options,
        ),
      );
    const table = (route: TabledRoute): string => (all ? (route.table ?? '') : '');
    yield* this.#call.print(routesText(routes, this.#dialect, { ...hidden, details, table }));
  }

  /** The routes that the words name; `every`: a destination among them counts for nothing. */
  #selected(
    every: boolean,
    what: string,
  ): { routes: TabledRoute[]; table: number | undefined; hidden: HiddenWords; all: boolean } {
    const tests: ((route: RouteInfo) => boolean)[] = [];
    const hidden: { -readonly [K in keyof HiddenWords]: HiddenWords[K] } = {};
    let table: number | undefined;
    let all = false;
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'table') {
        const name = this.#words.need();
        all = name === 'all';
        table = all ? undefined : tableOf(name, 'table id value is invalid');
      } else this.#takeFilter(word, every, tests, hidden);
    }
    const routes = this.#fromTables(table, all, what).filter((route) => tests.every((test) => test(route)));
    return { routes, table, hidden: this.#dialect.listsAll ? {} : hidden, all };
  }

  #fromTables(table: number | undefined, all: boolean, what: string): TabledRoute[] {
    try {
      const family = this.#family ?? 'inet';
      if (!all) return [...this.#netlink.routes(table, family)];
      const numbers = this.#netlink.tables(family);
      return [...numbers.filter((number) => number !== 254), 254, 255].flatMap((number) =>
        this.#netlink
          .routes(number, family)
          .map((route) => ({ ...route, ...(number !== 254 && { table: tableName(number) }) })),
      );
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
      throw new Failure(
        `Error: ${this.#family === 'inet6' ? 'ipv6' : 'ipv4'}: FIB table does not exist.\n${what} terminated`,
        2,
      );
    }
  }

  #takeFilter(
    word: string,
    every: boolean,
    tests: ((route: RouteInfo) => boolean)[],
    hidden: { device?: string; gateway?: boolean; protocol?: boolean; scope?: boolean },
  ): void {
    const exact = (prefix: string): void => {
      if (!every) tests.push(({ destination, prefix: length }) => `${destination}/${length}` === prefix);
    };
    if (word === 'dev') {
      const device = this.#device();
      hidden.device = device;
      tests.push((route) => route.device === device && route.type !== 'blackhole');
    } else if (word === 'via') {
      const gateway = this.#address();
      hidden.gateway = true;
      tests.push((route) => route.gateway === gateway);
    } else if (word === 'proto' || word === 'protocol') {
      const protocol = this.#words.need();
      hidden.protocol = true;
      tests.push((route) => route.protocol === protocol);
    } else if (word === 'scope') {
      const scope = this.#words.need();
      hidden.scope = true;
      tests.push((route) => route.scope === scope);
    } else if (word === 'type') {
      const type = this.#words.need();
      tests.push((route) => (route.type ?? 'unicast') === type);
    } else if (word === 'default') exact(this.#family === 'inet6' ? '::/0' : '0.0.0.0/0');
    else if (word === 'match' || word === 'root') this.#takeRange(word, tests);
    else if (word !== 'exact' && word !== 'to') {
      this.#prefix(word);
      exact(word.includes('/') ? word : `${word}/${widthOf(word)}`);
    }
  }

  /** `match`: the networks that hold it; `root`: those within it. */
  #takeRange(word: 'match' | 'root', tests: ((route: RouteInfo) => boolean)[]): void {
    const [address = '', length] = this.#prefix(this.#words.need()).split('/');
    const bits = Number(length ?? widthOf(address));
    tests.push(({ destination, prefix }) =>
      word === 'match'
        ? prefix <= bits && within(address, destination, prefix)
        : prefix >= bits && within(destination, address, bits),
    );
  }

  #query(): RouteQuery & { readonly fibmatch: boolean } {
    const query: { destination?: string; source?: string; mark?: number; inDevice?: string; outDevice?: string } = {};
    let fibmatch = false;
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) {
      if (word === 'fibmatch') fibmatch = true;
      else if (word === 'from') query.source = this.#prefix(this.#words.need()).split('/')[0] ?? '';
      else if (word === 'iif') query.inDevice = this.#device();
      else if (word === 'oif' || word === 'dev') query.outDevice = this.#device();
      else if (word === 'mark') query.mark = Number(this.#words.need());
      else query.destination = this.#prefix(word === 'to' ? this.#words.need() : word).split('/')[0] ?? '';
    }
    const { destination } = query;
    if (destination === undefined) throw new Failure(this.#dialect.unknown('destination', ''), 1);
    return { ...query, destination, fibmatch };
  }

  *#get(): Task<void> {
    const query = this.#query();
    if (query.fibmatch) throw new NotSimulated('ip route get fibmatch');
    let answer: ReturnType<Call['sys']['netlink']['lookUp']> | undefined;
    ask(this.#dialect, 'look-up', () => {
      answer = this.#netlink.lookUp(query);
    });
    if (!answer) return;
    const { destination, source, inDevice, mark } = query;
    const family = familyOf(destination) ?? 'inet';
    const six = family === 'inet6';
    if (this.#options.json) {
      const { device, gateway, type, protocol, metric } = answer;
      const value = {
        ...(type !== 'unicast' && { type }),
        dst: destination,
        ...((source !== undefined || six) && { from: source ?? '::' }),
        ...(gateway !== undefined && { gateway }),
        dev: device,
        ...(protocol !== undefined && protocol !== 'boot' && { protocol }),
        ...((source === undefined || six) && { prefsrc: answer.source }),
        ...(six
          ? { metric: metric ?? 0, flags: [], pref: 'medium' }
          : { flags: [], uid: 0, cache: type === 'local' ? ['local'] : [] }),
      };
      return yield* this.#call.print(jsonText([value], this.#options));
    }
    const via = answer.gateway === undefined ? '' : ` via ${answer.gateway}`;
    const from = source === undefined && !six ? '' : ` from ${source ?? '::'}`;
    const kind = answer.type === 'unicast' ? '' : `${answer.type} `;
    const end = this.#dialect.getEnd(answer, { family, source, inDevice, mark });
    const table = !six && !this.#dialect.listsAll && this.#isApart(answer.type, destination) ? 'table local ' : '';
    const text = `${kind}${destination}${from}${via} dev ${answer.device} ${table}${end}`;
    yield* this.#call.print(this.#options.oneline ? text.replace('\n', '\\') : text);
  }
}

/** `ip route VERB …`. */
export function* route(call: Call, options: IpOptions, words: Words, dialect: IpDialect): Task<void> {
  const verb = verbOf(words, dialect, 'route', VERBS);
  yield* new RouteCommand(call, options, words, dialect).run(verb);
}
