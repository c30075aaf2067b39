import { type Flag, type Flags, isSwitch } from './flag.ts';
import { goQuote } from './go-quote.ts';

/** Why flags could not be read, in pflag's words. */
export class FlagError extends Error {}

export interface ParsedFlags {
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of the flags that were given. */
  readonly changed: ReadonlySet<string>;
  readonly args: readonly string[];
  /** Warnings of deprecated flags, a line each. */
  readonly notices: readonly string[];
}

interface Declaration {
  readonly shorts: ReadonlyMap<string, string>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

const declarations = new WeakMap<Flags, Declaration>();

/** What a command's flags say, gone through once. */
function declarationOf(flags: Flags): Declaration {
  const known = declarations.get(flags);
  if (known !== undefined) return known;
  const entries = Object.entries(flags);
  const defaults = Object.fromEntries(entries.map(([name, flag]) => [name, flag.default]));
  const shorts = new Map(entries.flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name] as const])));
  declarations.set(flags, { shorts, defaults });
  return { shorts, defaults };
}

class Reading {
  readonly #flags: Flags;
  readonly #shorts: ReadonlyMap<string, string>;
  readonly values: Record<string, unknown>;
  readonly changed = new Set<string>();
  readonly notices: string[] = [];

  constructor(flags: Flags) {
    const { shorts, defaults } = declarationOf(flags);
    this.#flags = flags;
    this.#shorts = shorts;
    this.values = { ...defaults };
  }

  #set(name: string, flag: Flag<unknown>, text: string): void {
    const target = flag.aliasOf ?? name;
    try {
      this.values[target] = flag.type.parse(text, this.values[target]);
    } catch (error) {
      const shown = flag.short === undefined ? `--${name}` : `-${flag.short}, --${name}`;
      throw new FlagError(`invalid argument ${goQuote(text)} for ${goQuote(shown)} flag: ${(error as Error).message}`);
    }
    this.changed.add(target);
    if (flag.deprecated !== undefined) this.notices.push(`Flag --${name} has been deprecated, ${flag.deprecated}`);
  }

  /** Reads `--name…`, taking from `rest` the argument that it needs. */
  long(word: string, rest: string[]): void {
    const body = word.slice(2);
    if (body.startsWith('-') || body.startsWith('=')) throw new FlagError(`bad flag syntax: ${word}`);
    const at = body.indexOf('=');
    const name = at < 0 ? body : body.slice(0, at);
    const flag = Object.hasOwn(this.#flags, name) ? this.#flags[name] : undefined;
    if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
    const text = at >= 0 ? body.slice(at + 1) : isSwitch(flag) ? 'true' : rest.shift();
    if (text === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    this.#set(name, flag, text);
  }

  /** Reads `-abc`, taking from `rest` the argument that the last one needs. */
  short(word: string, rest: string[]): void {
    for (let letters = word.slice(1); letters !== ''; ) {
      const letter = String.fromCodePoint(letters.codePointAt(0) ?? 0);
      const after = letters.slice(letter.length);
      const name = this.#shorts.get(letter);
      const flag = name === undefined ? undefined : this.#flags[name];
      if (name === undefined || flag === undefined) {
        throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
      }
      if (isSwitch(flag) && !/^=./s.test(after)) {
        this.#set(name, flag, 'true');
        letters = after;
        continue;
      }
      const text = after === '' ? rest.shift() : after.replace(/^=(?=.)/, '');
      if (text === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
      this.#set(name, flag, text);
      return;
    }
  }
}

/**
 * Reads the flags among `words` as spf13/pflag does. Where flags and arguments are not `interspersed`,
 * the first argument ends the flags. Throws {@link FlagError}.
 */
export function parseFlags(flags: Flags, words: readonly string[], interspersed = true): ParsedFlags {
  const reading = new Reading(flags);
  const args: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') break;
    if (word.startsWith('--')) reading.long(word, rest);
    else if (word.startsWith('-') && word.length > 1) reading.short(word, rest);
    else {
      args.push(word);
      if (!interspersed) break;
    }
  }
  args.push(...rest);
  return { values: reading.values, changed: reading.changed, args, notices: reading.notices };
}
