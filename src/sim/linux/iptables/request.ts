import type { TableName } from '../../kernel/netfilter/iptables.ts';
import type { AddressMatch, Match, ProtocolMatch, RuleSpec, Target } from '../../kernel/netfilter/rule.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { Dialect } from './dialect.ts';
import { beginMatch, changeMatch, checkMatch, unknownOption } from './matches.ts';
import { protocolNumber } from './names.ts';
import { ParameterProblem } from './problem.ts';
import { beginTarget, changeTarget, checkTarget } from './targets.ts';
import { type Word, Words } from './words.ts';

const COMMANDS = 'ACDIRNPELSFZX';
const WITH_NUMBER = 'DIRLSZ';
/** Options of extensions that take no argument, and those that take two. */
const BARE = ['--syn', '--log-ip-options', '--log-tcp-options', '--log-tcp-sequence', '--log-uid', '--log-macdecode'];
const BARE_TARGETS = ['--random', '--random-fully', '--persistent', '--clamp-mss-to-pmtu', '--notrack', '--icase'];
const BARE_MATCHES = [
  ...['--set', '--rcheck', '--update', '--remove', '--rsource', '--rdest'],
  ...['--connlimit-saddr', '--connlimit-daddr'],
];
const DOUBLE = ['--tcp-flags'];
const IMPLIED: readonly (readonly [protocol: number, match: Match['kind']])[] = [
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'icmp6'],
];

/** A command line that has been understood. */
export interface Request {
  readonly command: string;
  readonly chain: string | undefined;
  /** The policy of `-P`, the new name of `-E`. */
  readonly operand: string | undefined;
  /** From 1 on. */
  readonly number: number | undefined;
  readonly table: string;
  /** Single letters, and `line-numbers`. */
  readonly flags: ReadonlySet<string>;
  /** One for each pair of the addresses that `-s` and `-d` list. */
  readonly specs: readonly RuleSpec[];
}

type Draft = { -readonly [K in keyof RuleSpec]: RuleSpec[K] };

/** Reads a command line of iptables, option by option (iptables.c, do_command4). */
class RequestParser {
  readonly #dialect: Dialect;
  readonly #words: Words;
  readonly #isChain: (table: string, name: string) => boolean;
  readonly #flags = new Set<string>();
  readonly #draft: Draft = {};
  readonly #matches: Match[] = [];
  readonly #given = new Set<string>();
  readonly #addresses: Record<'s' | 'd', readonly (AddressMatch | undefined)[]> = { s: [undefined], d: [undefined] };
  #command: string | undefined;
  #chain: string | undefined;
  #operand: string | undefined;
  #number: number | undefined;
  #table = 'filter';
  #jump: { name: string; how: 'j' | 'g' } | undefined;
  #target: Target | undefined;

  constructor(words: readonly string[], dialect: Dialect, isChain: (table: string, name: string) => boolean) {
    this.#dialect = dialect;
    this.#words = new Words(words);
    this.#isChain = isChain;
  }

  parse(): Request {
    for (let word = this.#words.next(); word !== undefined; word = this.#words.next()) this.#take(word);
    this.#finish();
    const { matches, ...rest } = { ...this.#draft, matches: this.#matches };
    const spec: RuleSpec = {
      ...rest,
      ...(matches.length > 0 && { matches }),
      ...(this.#target && { target: this.#target }),
    };
    const { s: sources, d: destinations } = this.#addresses;
    const specs = sources.flatMap((source) =>
      destinations.map((destination) => ({ ...(source && { source }), ...(destination && { destination }), ...spec })),
    );
    return {
      command: this.#command ?? '',
      chain: this.#chain,
      operand: this.#operand,
      number: this.#number,
      table: this.#table,
      flags: this.#flags,
      specs,
    };
  }

  #take(word: Word): void {
    const { key } = word;
    if (key.startsWith('--')) this.#extension(word);
    else if (key.length === 1 && COMMANDS.includes(key)) this.#takeCommand(key);
    else if (['n', 'v', 'x', 'V', 'h', 'line-numbers'].includes(key)) this.#flags.add(key);
    else if (key === 'w' || key === 'W') this.#words.argument(key);
    else if (key === 'f') this.#takeFragment(word);
    else if (key === 'c') throw new NotSimulated(`iptables -${key}`);
    else if (key === '4' || key === '6') this.#checkFamily(key);
    else this.#takeMatch(word, this.#words.argument(key) ?? '');
  }

  /** The other family's letter is only good for a line that both programs restore. */
  #checkFamily(key: string): void {
    if ((key === '6') !== (this.#dialect.family === 'inet6')) throw new ParameterProblem('', true);
  }

  #takeFragment({ not }: Word): void {
    if (this.#dialect.family === 'inet6')
      throw new ParameterProblem("`-f' is not supported in IPv6, use -m frag instead");
    this.#draft.fragment = not ? { not } : {};
  }

  #takeCommand(key: string): void {
    if (this.#command !== undefined) throw new ParameterProblem(`Cannot use -${key} with -${this.#command}`);
    this.#command = key;
    this.#chain = this.#words.argument(key);
    if (key === 'P' || key === 'E') {
      this.#operand = this.#words.operand();
      const what = key === 'P' ? 'chain and a policy' : 'old-chain-name and new-chain-name';
      if (this.#operand === undefined) throw new ParameterProblem(`-${key} requires a ${what}`);
    }
    if (key === 'N' && (this.#chain ?? '').length > LONGEST_NAME)
      throw new ParameterProblem(`chain name \`${this.#chain}' too long (must be under 29 chars)`);
    if (WITH_NUMBER.includes(key) && this.#chain !== undefined) this.#takeNumber();
  }

  #takeNumber(): void {
    const text = this.#words.operand();
    if (text === undefined) return;
    if (!/^[1-9]\d*$/.test(text)) throw new ParameterProblem(`Invalid rule number \`${text}'`);
    this.#number = Number(text);
  }

  #takeMatch({ key, not }: Word, value: string): void {
    const negation = not && { not };
    const name = ONCE[key];
    if (name !== undefined && this.#given.has(key))
      throw new ParameterProblem(`multiple --${name} options not allowed`);
    this.#given.add(key);
    if ((key === 'i' || key === 'o') && value.length > 15)
      throw new ParameterProblem(`interface name \`${value}' must be shorter than 16 characters`);
    switch (key) {
      case 't':
        this.#table = value;
        return;
      case 's':
      case 'd':
        this.#addresses[key] = addresses(value, not, this.#dialect);
        return;
      case 'i':
      case 'o':
        this.#draft[key === 'i' ? 'inInterface' : 'outInterface'] = { name: value, ...negation };
        return;
      case 'p':
        this.#draft.protocol = { number: protocolNumber(value), ...negation };
        return;
      case 'm':
        this.#matches.push(beginMatch(value, this.#dialect));
        return;
      default:
        this.#jump = { name: value, how: key as 'j' | 'g' };
        this.#target = this.#targetOf(this.#jump);
    }
  }

  #targetOf({ name, how }: { name: string; how: 'j' | 'g' }): Target {
    if (how === 'g') {
      if (!this.#isChain(this.#table, name)) throw new ParameterProblem(`goto '${name}' is not a chain`);
      return { kind: 'goto', chain: name };
    }
    return beginTarget(name, this.#dialect, (chain) => this.#isChain(this.#table, chain));
  }

  /** An option of the target, of a match that was named, or of the one that the protocol brings along. */
  #extension({ key, not }: Word): void {
    const value = (): string => {
      if (BARE.includes(key) || BARE_MATCHES.includes(key) || BARE_TARGETS.includes(key)) return '';
      const first = this.#words.argument(key) ?? '';
      return DOUBLE.includes(key) ? `${first} ${this.#words.argument(key) ?? ''}` : first;
    };
    const target = this.#target && changeTarget(this.#target, key, this.#dialect, value);
    if (target) {
      this.#target = target;
      return;
    }
    if (!this.#changeMatch(key, value, not) && !this.#changeImplied(key, value, not)) throw unknownOption(key);
  }

  #changeMatch(key: string, value: () => string, not: boolean): boolean {
    for (let i = this.#matches.length - 1; i >= 0; i--) {
      const changed = changeMatch(this.#matches[i] as Match, key, value, not);
      if (!changed) continue;
      this.#matches[i] = changed;
      return true;
    }
    return false;
  }

  #changeImplied(key: string, value: () => string, not: boolean): boolean {
    const name = impliedMatch(this.#draft.protocol);
    if (name === undefined || this.#dialect.foreign.has(name)) return false;
    if (this.#matches.some(({ kind }) => kind === name)) return false;
    const changed = changeMatch(beginMatch(name, this.#dialect), key, value, not);
    if (changed) this.#matches.push(changed);
    return changed !== undefined;
  }

  #finish(): void {
    this.#matches.forEach(checkMatch);
    const number = this.#draft.protocol?.not ? undefined : this.#draft.protocol?.number;
    if (this.#matches.some(({ kind }) => kind === 'multiport')) checkPorts(number);
    if (this.#target) checkTarget(this.#target, number);
    if (this.#flags.has('V') || this.#flags.has('h')) return;
    if (this.#command === undefined) throw new ParameterProblem('no command specified');
    if (this.#command === 'R' && this.#number === undefined) throw new ParameterProblem('-R requires a rule number');
    const { inInterface, outInterface, protocol } = this.#draft;
    if (protocol?.number === 0) delete this.#draft.protocol;
    const chain = this.#chain ?? '';
    if (inInterface && ['POSTROUTING', 'OUTPUT'].includes(chain)) {
      throw new ParameterProblem(`Can't use --in-interface with ${chain}`);
    }
    if (outInterface && ['PREROUTING', 'INPUT'].includes(chain)) {
      throw new ParameterProblem(`Can't use --out-interface with ${chain}`);
    }
    if (this.#table === 'nat' && this.#target?.kind === 'DROP' && 'AIR'.includes(this.#command)) {
      throw new ParameterProblem(
        '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
      );
    }
  }
}

function impliedMatch(protocol: ProtocolMatch | undefined): Match['kind'] | undefined {
  if (protocol === undefined || protocol.not) return undefined;
  return IMPLIED.find(([number]) => number === protocol.number)?.[1];
}

/** XT_EXTENSION_MAXNAMELEN, its end left out. */
const LONGEST_NAME = 28;

/** What may be given once only. */
const ONCE: Readonly<Record<string, string>> = {
  s: 'source',
  d: 'destination',
  i: 'in-interface',
  o: 'out-interface',
  p: 'protocol',
  j: 'jump',
};

function checkPorts(protocol: number | undefined): void {
  if (protocol === undefined)
    throw new ParameterProblem("multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'");
  if (![6, 17, 33, 132, 136].includes(protocol))
    throw new ParameterProblem('multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP');
}

function addresses(text: string, not: boolean, dialect: Dialect): (AddressMatch | undefined)[] {
  const list = text.split(',');
  if (not && list.length > 1)
    throw new ParameterProblem('! not allowed with multiple source or destination IP addresses');
  return list.map((each) => address(each, not, dialect));
}

function address(text: string, not: boolean, dialect: Dialect): AddressMatch | undefined {
  const { width } = dialect;
  const [host = '', mask = `${width}`] = text.split('/');
  const prefix = /^\d+$/.test(mask) && Number(mask) <= width ? Number(mask) : dialect.prefixOf(mask);
  if (prefix === undefined) throw new ParameterProblem(`invalid mask \`${mask}' specified`);
  const full = dialect.hostOf(host);
  if (full === undefined) throw new ParameterProblem(`host/network \`${host}' not found`);
  if (prefix === 0 && !not) return undefined;
  return { address: dialect.parse(dialect.networkOf(full, prefix)) ?? 0, prefix, ...(not && { not }) };
}

/** @param isChain says whether a table has a chain of this name: what `-j` may then name */
export function parseRequest(
  words: readonly string[],
  dialect: Dialect,
  isChain: (table: string, name: string) => boolean,
): Request {
  return new RequestParser(words, dialect, isChain).parse();
}

const TABLES: readonly string[] = ['raw', 'mangle', 'nat', 'filter'] satisfies TableName[];

export const isTable = (name: string): name is TableName => TABLES.includes(name);
