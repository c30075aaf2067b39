import type { Task } from '../../../kernel/task.ts';
import { NotSimulated } from '../../not-simulated.ts';
import { compare, constant, isComparison, isOperation, load, operate, packetLength, type Value } from './arithmetic.ts';
import { FilterError, FilterSyntaxError, syntaxError } from './filter-error.ts';
import { and, not, or, type Test } from './filtered-packet.ts';
import { type Identifiers, identify } from './identifiers.ts';
import { PROTOCOLS, type Token, tokensOf } from './lex.ts';
import type { LinkLayer } from './link-layer.ts';
import { broadcast, type Direction, demandAtMost, multicast, protocol, type Qualifiers } from './primitives.ts';

/** The operators of arithmetic, by how closely they bind: the last the most. */
const PRECEDENCE = [['|', '^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];
const IDENTIFIERS: readonly Token['kind'][] = ['id', 'address', 'address6', 'mac', 'arcnet'];
const LINK_WORDS = ['link', 'ether', 'ppp', 'slip', 'fddi', 'tr', 'wlan'];
const TYPES = ['host', 'net', 'port', 'portrange'] as const;
/** No identifier may follow what has none: its qualifiers are of no use. */
const NOTHING = { qualifiers: undefined } as const;
const END: Token = { kind: 'end', text: '', value: 0 };

/** A part of the expression, with the qualifiers that an identifier after it takes over. */
interface Block {
  readonly test: Test;
  readonly qualifiers: Qualifiers | undefined;
}

/**
 * Reads pcap-filter(7) by libpcap's grammar, and makes tests of it on the way. Names are looked up as they come, which
 * is why it is a task.
 */
export class FilterParser {
  readonly #link: LinkLayer;
  readonly #identifiers: Identifiers;
  readonly #source: Generator<Token>;
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(text: string, link: LinkLayer, identifiers: Identifiers) {
    this.#link = link;
    this.#identifiers = identifiers;
    this.#source = tokensOf(text);
  }

  /** Throws {@link FilterError}. */
  *run(): Task<Test> {
    const { test } = yield* this.#expression({});
    if (this.#peek().kind !== 'end') throw syntaxError();
    return test;
  }

  #peek(ahead = 0): Token {
    while (this.#tokens.length <= this.#at + ahead) {
      const next = this.#source.next();
      this.#tokens.push(next.done ? END : next.value);
    }
    return this.#tokens[this.#at + ahead] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'word' && token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw syntaxError();
  }

  #number(): number {
    const token = this.#take();
    if (token.kind !== 'number') throw syntaxError();
    return token.value;
  }

  /** `and` and `or` bind alike, from the left. */
  *#expression(context: Qualifiers): Task<Block> {
    let left = yield* this.#term(context);
    for (;;) {
      const conjunction = this.#accept('and') ? and : this.#accept('or') ? or : undefined;
      if (conjunction === undefined) return left;
      const right: Block = this.#identifierFollows()
        ? { test: yield* this.#identifier(left.qualifiers), qualifiers: left.qualifiers }
        : yield* this.#term(left.qualifiers ?? {});
      left = { test: conjunction(left.test, right.test), qualifiers: right.qualifiers };
    }
  }

  /** Is the next operand an identifier that takes qualifiers over, and no term of its own? */
  #identifierFollows(): boolean {
    let ahead = 0;
    while (this.#is('!', ahead) || this.#is('(', ahead)) ahead++;
    const { kind } = this.#peek(ahead);
    if (kind !== 'number') return IDENTIFIERS.includes(kind);
    while (this.#is(')', ahead + 1)) ahead++;
    const { text } = this.#peek(ahead + 1);
    return !isComparison(text) && !isOperation(text);
  }

  *#term(context: Qualifiers): Task<Block> {
    if (this.#accept('!')) {
      const { test, qualifiers } = yield* this.#term(context);
      return { test: not(test), qualifiers };
    }
    const relation = this.#relationFollows() ? this.#tryRelation() : undefined;
    if (relation) return { test: relation, ...NOTHING };
    if (this.#accept('(')) {
      const { test } = yield* this.#expression(context);
      this.#expect(')');
      return { test, qualifiers: context };
    }
    const other = this.#other();
    if (other) return { test: other, ...NOTHING };
    return yield* this.#qualified();
  }

  #relationFollows(): boolean {
    let ahead = 0;
    while (this.#is('(', ahead)) ahead++;
    const { kind, text } = this.#peek(ahead);
    if (kind === 'number') return true;
    if (kind !== 'word') return false;
    return text === '-' || text === 'len' || (PROTOCOLS.has(text) && this.#is('[', ahead + 1));
  }

  /** A comparison; undefined where what begins like one is something else in parentheses. */
  #tryRelation(): Test | undefined {
    const start = this.#at;
    try {
      const left = this.#arithmetic(0);
      const operator = this.#take();
      if (operator.kind !== 'word' || !isComparison(operator.text)) throw syntaxError();
      return compare(operator.text, left, this.#arithmetic(0));
    } catch (error) {
      if (!(error instanceof FilterSyntaxError) || !(this.#tokens[start]?.text === '(')) throw error;
      this.#at = start;
      return undefined;
    }
  }

  #arithmetic(level: number): Value {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#operand();
    let left = this.#arithmetic(level + 1);
    while (this.#peek().kind === 'word' && operators.includes(this.#peek().text)) {
      const { text } = this.#take();
      left = operate(text, left, this.#arithmetic(level + 1));
    }
    return left;
  }

  #operand(): Value {
    const token = this.#take();
    if (token.kind === 'number') return constant(token.value);
    if (token.kind !== 'word') throw syntaxError();
    if (token.text === '-') return operate('-', constant(0), this.#operand());
    if (token.text === 'len') return packetLength;
    if (token.text === '(') {
      const inner = this.#arithmetic(0);
      this.#expect(')');
      return inner;
    }
    if (!PROTOCOLS.has(token.text)) throw syntaxError();
    this.#expect('[');
    const index = this.#arithmetic(0);
    const size = this.#accept(':') ? this.#number() : 1;
    this.#expect(']');
    return load(this.#link, protocolName(token.text), index, size);
  }

  /** What stands alone, without identifiers. */
  #other(): Test | undefined {
    const { kind, text } = this.#peek();
    if (kind !== 'word') return undefined;
    const named = PROTOCOLS.has(text);
    if (named && this.#is('broadcast', 1)) {
      this.#at += 2;
      return broadcast(this.#link, protocolName(text));
    }
    if (named && this.#is('multicast', 1)) {
      this.#at += 2;
      return multicast(this.#link, protocolName(text));
    }
    if (named) return undefined;
    return this.#keyword(text);
  }

  #keyword(text: string): Test | undefined {
    const link = this.#link;
    switch (text) {
      case 'broadcast':
      case 'multicast':
        this.#at++;
        return text === 'broadcast' ? broadcast(link, undefined) : multicast(link, undefined);
      case 'less':
      case 'greater': {
        this.#at++;
        const limit = this.#number();
        return text === 'less' ? (packet) => packet.length <= limit : (packet) => packet.length >= limit;
      }
      case 'byte':
        this.#at++;
        return this.#byteOperation();
      case 'inbound':
      case 'outbound':
        this.#at++;
        this.#demandLive(text);
        return (packet) => packet.outgoing === (text === 'outbound');
      case 'ifindex': {
        this.#at++;
        const index = this.#number();
        this.#demandLive(text);
        return (packet) => packet.device === index;
      }
      case 'vlan': {
        this.#at++;
        const id = this.#peek().kind === 'number' ? this.#number() : undefined;
        if (id !== undefined) demandAtMost('VLAN tag', id, 4095);
        return link.vlan(id);
      }
      default:
        return undefined;
    }
  }

  #demandLive(keyword: string): void {
    const { live, type, name } = this.#link;
    if (!live && type === 'EN10MB') throw new FilterError(`not a live capture, '${keyword}' not supported on ${name}`);
  }

  #byteOperation(): Test {
    const index = this.#number();
    const { text } = this.#take();
    const value = this.#number();
    demandAtMost('byte argument', value, 255);
    if (text === '&') return (packet) => (packet.load(index, 1) & value) !== 0;
    if (text === '|') return (packet) => (packet.load(index, 1) | value) !== 0;
    if (text === '<') return (packet) => packet.load(index, 1) < value;
    if (text === '>') return (packet) => packet.load(index, 1) > value;
    if (text === '=') return (packet) => packet.load(index, 1) === value;
    throw syntaxError();
  }

  /** `tcp dst port 80`, or a protocol alone. */
  *#qualified(): Task<Block> {
    const first = this.#peek();
    if (first.kind !== 'word') throw syntaxError();
    const of = PROTOCOLS.has(first.text) ? protocolName(this.#take().text) : undefined;
    const direction = this.#direction();
    const type = this.#type(direction !== undefined);
    if (direction === undefined && type === undefined) {
      if (of === undefined) throw isKeyword(first) ? new NotSimulated(`tcpdump … ${first.text}`) : syntaxError();
      if (!this.#endsOperand()) throw syntaxError();
      if (of === 'link') throw new FilterError("'link' cannot be used as an abbreviation");
      return { test: protocol(this.#link, of), ...NOTHING };
    }
    const qualifiers = { protocol: of, direction, type };
    return { test: yield* this.#identifier(qualifiers), qualifiers };
  }

  #endsOperand(): boolean {
    return this.#peek().kind === 'end' || this.#is('and') || this.#is('or') || this.#is(')');
  }

  #direction(): Direction | undefined {
    const first = this.#is('src') ? 'src' : this.#is('dst') ? 'dst' : undefined;
    if (first === undefined) return undefined;
    const other = first === 'src' ? 'dst' : 'src';
    this.#at++;
    for (const conjunction of ['or', 'and'] as const)
      if (this.#is(conjunction) && this.#is(other, 1)) {
        this.#at += 2;
        return conjunction;
      }
    return first;
  }

  #type(directed: boolean): Qualifiers['type'] {
    for (const type of TYPES) if (this.#accept(type)) return type;
    if (directed) return undefined;
    if (this.#accept('proto')) return 'proto';
    if (this.#accept('gateway')) return 'gateway';
    if (this.#is('protochain')) throw new NotSimulated('tcpdump … protochain');
    return undefined;
  }

  *#identifier(qualifiers: Qualifiers | undefined): Task<Test> {
    if (this.#accept('!')) return not(yield* this.#identifier(qualifiers));
    if (this.#accept('(')) {
      let left = yield* this.#identifier(qualifiers);
      for (;;) {
        const conjunction = this.#accept('and') ? and : this.#accept('or') ? or : undefined;
        if (conjunction === undefined) break;
        left = conjunction(left, yield* this.#identifier(qualifiers));
      }
      this.#expect(')');
      return left;
    }
    const token = this.#take();
    if (token.kind !== 'number' && !IDENTIFIERS.includes(token.kind)) throw syntaxError();
    if (qualifiers === undefined) throw new FilterError('syntax error in filter expression');
    const suffix = this.#suffix(token);
    return yield* identify(this.#link, this.#identifiers, qualifiers, token, suffix);
  }

  /** `/24`, or `mask 255.255.255.0`. */
  #suffix({ kind }: Token): { prefix?: number; mask?: string } {
    if ((kind === 'address' || kind === 'address6') && this.#accept('/')) return { prefix: this.#number() };
    if (kind !== 'address' || !this.#accept('mask')) return {};
    const mask = this.#take();
    if (mask.kind !== 'address') throw syntaxError();
    return { mask: mask.text };
  }
}

const protocolName = (text: string): string => (LINK_WORDS.includes(text) ? 'link' : text);

/** Words that could begin something, but what they begin is not simulated. */
const isKeyword = ({ text }: Token): boolean =>
  /^(mpls|pppoe[ds]|geneve|vxlan|llc|type|subtype|dir|direction|on|ifname|r(ule)?set|rnr|srnr|reason|action)$/.test(
    text,
  );
