/**
 * What getopt_long(3) is told. `short` is its string of letters (`:` an argument, `::` an optional one); `long` gives each long
 * name the letter it stands for, or a key of its own, with `:` or `::` after it as above.
 */
export interface OptionSyntax {
  readonly short?: string;
  readonly long?: Readonly<Record<string, string>>;
  /** Options end at the first operand (the `+` of getopt), for programs that run others. */
  readonly stopAtOperand?: boolean;
}

/** The options of a command line, by letter or key, in the order they came. */
export class Options {
  readonly order: readonly (readonly [key: string, value: string])[];

  constructor(order: readonly (readonly [string, string])[]) {
    this.order = order;
  }

  has(key: string): boolean {
    return this.order.some(([name]) => name === key);
  }

  /** The last argument given to `key`. */
  value(key: string): string | undefined {
    return this.values(key).at(-1);
  }

  values(key: string): readonly string[] {
    return this.order.filter(([name]) => name === key).map(([, value]) => value);
  }

  /** Which of `keys` came last: the one that counts where they exclude each other. */
  last(...keys: readonly string[]): string | undefined {
    return this.order.findLast(([name]) => keys.includes(name))?.[0];
  }
}

export interface ParsedArguments {
  readonly options: Options;
  readonly operands: readonly string[];
}

type Need = 'no' | 'required' | 'optional';

const needAfter = (marks: string): Need =>
  marks.startsWith('::') ? 'optional' : marks.startsWith(':') ? 'required' : 'no';

function shortNeed({ short = '' }: OptionSyntax, letter: string): Need | undefined {
  const at = letter === ':' ? -1 : short.indexOf(letter);
  return at < 0 ? undefined : needAfter(short.slice(at + 1));
}

/** A line of arguments on its way through getopt(3). */
class Parser {
  readonly found: [string, string][] = [];
  readonly #syntax: OptionSyntax;
  readonly #left: string[];

  constructor(args: readonly string[], syntax: OptionSyntax) {
    this.#left = [...args];
    this.#syntax = syntax;
  }

  /** The operands, or getopt's complaint. */
  run(): { operands: string[] } | { error: string } {
    const operands: string[] = [];
    for (let word = this.#left.shift(); word !== undefined; word = this.#left.shift()) {
      if (word === '--') return { operands: [...operands, ...this.#left] };
      if (word.length < 2 || !word.startsWith('-')) {
        if (this.#syntax.stopAtOperand) return { operands: [word, ...this.#left] };
        operands.push(word);
        continue;
      }
      const error = word.startsWith('--') ? this.#long(word.slice(2)) : this.#letters(word.slice(1));
      if (error !== undefined) return { error };
    }
    return { operands };
  }

  #letters(letters: string): string | undefined {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i] as string;
      const need = shortNeed(this.#syntax, letter);
      if (need === undefined) return `invalid option -- '${letter}'`;
      if (need === 'no') {
        this.found.push([letter, '']);
        continue;
      }
      const rest = letters.slice(i + 1);
      const value = rest !== '' || need === 'optional' ? rest : this.#left.shift();
      if (value === undefined) return `option requires an argument -- '${letter}'`;
      this.found.push([letter, value]);
      return undefined;
    }
    return undefined;
  }

  #long(word: string): string | undefined {
    const [given = '', ...rest] = word.split('=');
    const long = this.#syntax.long ?? {};
    const names = given in long ? [given] : Object.keys(long).filter((name) => name.startsWith(given));
    if (new Set(names.map((name) => long[name])).size > 1)
      return `option '--${given}' is ambiguous; possibilities: ${names.map((name) => `'--${name}'`).join(' ')}`;
    const [name] = names;
    const target = name === undefined ? undefined : long[name];
    if (target === undefined) return `unrecognized option '--${given}'`;
    const key = target.replace(/:+$/, '');
    const need = key.length === 1 ? shortNeed(this.#syntax, key) : needAfter(target.slice(key.length));
    if (word.includes('=')) {
      if (need === 'no') return `option '--${name}' doesn't allow an argument`;
      this.found.push([key, rest.join('=')]);
      return undefined;
    }
    const value = need === 'required' ? this.#left.shift() : '';
    if (value === undefined) return `option '--${name}' requires an argument`;
    this.found.push([key, value]);
    return undefined;
  }
}

/** getopt_long(3) over `args` (without argv[0]): options and operands apart, or glibc's complaint about the first wrong one. */
export function getopt(args: readonly string[], syntax: OptionSyntax): ParsedArguments | { error: string } {
  const parser = new Parser(args, syntax);
  const result = parser.run();
  return 'error' in result ? result : { options: new Options(parser.found), operands: result.operands };
}
