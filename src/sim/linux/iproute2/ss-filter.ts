import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { SocketRow } from '../socket-list.ts';
import { holds, isPrefix } from './request.ts';

export type SocketTest = (row: SocketRow) => boolean;
type End = 'local' | 'remote';

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ...{ '=': (a, b) => a === b, '!=': (a, b) => a !== b, '>=': (a, b) => a >= b },
  ...{ '<=': (a, b) => a <= b, '>': (a, b) => a > b, '<': (a, b) => a < b },
};
const NAMES: Readonly<Record<string, string>> = {
  ...{ '==': '=', eq: '=', ne: '!=', neq: '!=', ge: '>=', geq: '>=', le: '<=', leq: '<=', gt: '>', lt: '<' },
};
const ENDS: Readonly<Record<string, End>> = { src: 'local', sport: 'local', dst: 'remote', dport: 'remote' };

/** What ss is told of sockets (ssfilter.y): `src`, `dst`, `sport` and `dport` with `and`, `or`, `not` and parentheses. */
export class SocketExpression {
  readonly #words: string[];
  readonly #port: (name: string) => number | undefined;

  /** @param port the number of a service's name */
  constructor(words: readonly string[], port: (name: string) => number | undefined) {
    this.#words = [...words];
    this.#port = port;
  }

  /** Throws {@link Failure}. */
  read(): SocketTest {
    const test = this.#or();
    if (this.#words.length > 0) throw this.#wrong(this.#words[0] ?? '');
    return test;
  }

  #accept(...words: readonly string[]): boolean {
    const found = words.includes(this.#words[0] ?? '');
    if (found) this.#words.shift();
    return found;
  }

  #or(): SocketTest {
    const left = this.#and();
    if (!this.#accept('or', '|', '||')) return left;
    const right = this.#or();
    return (row) => left(row) || right(row);
  }

  #and(): SocketTest {
    const left = this.#not();
    this.#accept('and', '&', '&&');
    if (this.#words.length === 0 || ['or', '|', '||', ')'].includes(this.#words[0] ?? '')) return left;
    const right = this.#and();
    return (row) => left(row) && right(row);
  }

  #not(): SocketTest {
    if (this.#accept('not', '!')) {
      const test = this.#not();
      return (row) => !test(row);
    }
    if (!this.#accept('(')) return this.#primitive();
    const test = this.#or();
    this.#accept(')');
    return test;
  }

  #primitive(): SocketTest {
    const word = this.#words.shift() ?? '';
    const end = ENDS[word];
    if (/^(dev|autobound|exclude|fwmark|cgroup)$/.test(word)) throw new NotSimulated(`ss … ${word}`);
    if (end === undefined) throw this.#wrong(word);
    const next = this.#words[0] ?? '';
    const operator = NAMES[next] ?? next;
    const compare = COMPARISONS[operator];
    if (compare !== undefined) this.#words.shift();
    const place = this.#words.shift() ?? '';
    return word.endsWith('port') ? this.#ports(end, place, compare) : this.#places(end, place, operator === '!=');
  }

  #ports(end: End, place: string, compare = COMPARISONS['=']): SocketTest {
    const port = this.#number(place.replace(/^:/, ''));
    return (row) => compare?.(row[end].port, port) ?? false;
  }

  #number(text: string): number {
    const port = /^\d+$/.test(text) ? Number(text) : this.#port(text);
    if (port === undefined) throw this.#wrong(text);
    return port;
  }

  /** An address or a prefix, a port, or both. */
  #places(end: End, place: string, differs: boolean): SocketTest {
    const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*|[^:]*:[^:]*:.*?))(?::([^:]+))?$/.exec(place) ?? [];
    const address = bracketed ?? plain ?? place;
    const any = address === '' || address === '*';
    if (!any && !isPrefix(address)) throw this.#wrong(place);
    const number = port === undefined || port === '*' ? undefined : this.#number(port);
    return (row) =>
      ((any || holds(address, row[end].address)) && (number === undefined || row[end].port === number)) !== differs;
  }

  #wrong(word: string): Failure {
    return new Failure(`Error: an inet prefix is expected rather than "${word}".\nCannot parse dst/src address.`, 1);
  }
}
