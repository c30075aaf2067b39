import { NotSimulated } from '../../not-simulated.ts';
import { BadRegex, posixRegex } from '../posix-regex.ts';
import { parseReplacement } from './replacement.ts';
import {
  type Address,
  type Command,
  type RangeEnd,
  type SedDialect,
  type SedFault,
  SedProblem,
  type Substitution,
} from './script.ts';

const PLAIN = '=DdGghHlNnPpqx';
const GNU_PLAIN = 'zFQ';
const LABELLED = ':btT';
/** What stands between brackets, and the closing one. */
const SET = /\^?\]?([^\][]|\[:\w+:\]|\[)*\]/y;

/** Reads a script of sed, its expressions joined by newlines. */
class ScriptParser {
  readonly #text: string;
  readonly #dialect: SedDialect;
  readonly #commands: Command[] = [];
  readonly #open: number[] = [];
  #at = 0;

  constructor(text: string, dialect: SedDialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  parse(): Command[] {
    for (;;) {
      this.#skip(/[\s;]*/y);
      if (this.#at >= this.#text.length) break;
      if (this.#peek === '#') this.#skip(/[^\n]*/y);
      else this.#command();
    }
    if (this.#open.length > 0 && this.#dialect.gnu) throw new SedProblem('unmatched {', '{', 0);
    for (const at of this.#open) (this.#commands[at] as Command).target = this.#commands.length;
    this.#resolveLabels();
    return this.#commands;
  }

  get #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #fail(fault: SedFault, word = '', why = ''): never {
    throw new SedProblem(fault, word, this.#at, why);
  }

  #command(): void {
    const start = this.#address();
    let end: RangeEnd | undefined;
    if (start !== undefined && this.#skip(/[ \t]*,[ \t]*/y) !== '') {
      end = this.#rangeEnd();
      if (end === undefined) {
        this.#at++;
        this.#fail('no second address');
      }
    }
    if (start?.kind === 'line' && start.line === 0 && end?.kind !== 'match') {
      this.#at++;
      if (this.#dialect.gnu) this.#fail('line zero');
    }
    const negations = this.#skip(/[ \t]*(![! \t]*)?/y).replaceAll(/[ \t]/g, '');
    if (negations.length > 1 && this.#dialect.gnu) this.#fail('negated twice');
    const name = this.#peek;
    if (name === '' || name === '\n' || name === ';') this.#fail('missing command');
    this.#at++;
    this.#body({ name, start, end, negated: negations !== '', text: '', target: 0 });
  }

  #address(): Address | undefined {
    const { gnu } = this.#dialect;
    const number = this.#skip(/\d+/y);
    if (number !== '') {
      const step = gnu ? this.#skip(/~\d*/y) : '';
      if (step === '') return { kind: 'line', line: Number(number) };
      return { kind: 'step', first: Number(number), step: Number(step.slice(1)) };
    }
    if (this.#skip(/\$/y) !== '') return { kind: 'last' };
    const opening = this.#skip(/\/|\\[^\n]/y);
    if (opening === '') return undefined;
    const source = this.#delimited(opening.at(-1) as string, true, 'unterminated', 'address regex');
    const flags = gnu ? this.#skip(/[IM]*/y) : '';
    return { kind: 'match', regex: this.#regex(source, flags.toLowerCase()) };
  }

  #rangeEnd(): RangeEnd | undefined {
    const count = this.#dialect.gnu ? this.#skip(/[+~]\d+/y) : this.#skip(/\+\d+/y);
    if (count === '') return this.#address();
    return { kind: count.startsWith('+') ? 'more' : 'multiple', count: Number(count.slice(1)) };
  }

  /** Text up to an unescaped `delimiter`, over which it stands then. Between brackets it does not count. */
  #delimited(delimiter: string, pattern: boolean, fault: SedFault, word: string): string {
    let out = '';
    for (;;) {
      const char = this.#peek;
      if (char === '' || (char === '\n' && pattern && word === 'address regex')) this.#fail(fault, word);
      this.#at++;
      if (char === delimiter) return out;
      if (char === '[' && pattern) out += char + (this.#skip(SET) || this.#skip(/[\s\S]*/y));
      else if (char !== '\\') out += char;
      else {
        const next = this.#peek;
        this.#at++;
        out += next === delimiter && !/[\\&\d]/.test(next) ? next : `\\${next}`;
      }
    }
  }

  #regex(source: string, flags: string): RegExp | undefined {
    if (source === '') return undefined;
    const { extended } = this.#dialect;
    // A newline is written `\n` between brackets too.
    const text = source.replaceAll(/\\([\s\S])/g, (all, char) => ({ n: '\n', t: '\t' })[char as string] ?? all);
    try {
      return posixRegex(text, { extended, flags: `g${flags}`, newlines: true });
    } catch (error) {
      return error instanceof BadRegex ? this.#fail('regex', source, error.message) : unexpected(error);
    }
  }

  #body(command: Command): void {
    const { name } = command;
    const { gnu } = this.#dialect;
    if (PLAIN.includes(name) || (gnu && GNU_PLAIN.includes(name))) {
      this.#add({ ...command, text: 'qQ'.includes(name) ? this.#exitStatus() : '' });
      this.#end(name);
    } else if (name === '{') this.#open.push(this.#commands.push(command) - 1);
    else if (name === '}') this.#close(command);
    else if ('aic'.includes(name)) this.#add({ ...command, text: this.#lines() });
    else if (LABELLED.includes(name)) this.#label(command);
    else if (name === 'r' || name === 'w') this.#add({ ...command, text: this.#rest() });
    else if (name === 's') this.#substitute(command);
    else if (name === 'y') this.#transliterate(command);
    else if (gnu && 'eRWvl'.includes(name)) throw new NotSimulated(`sed ${name}`);
    else this.#fail('unknown command', name);
  }

  #add(command: Command): void {
    this.#commands.push(command);
  }

  #exitStatus(): string {
    return this.#dialect.gnu ? this.#skip(/[ \t]*\d*/y).trim() : '';
  }

  #end(name: string): void {
    this.#skip(/[ \t]*/y);
    if (!this.#dialect.gnu || /^[;\n}#]?$/.test(this.#peek)) return;
    this.#at++;
    this.#fail('extra characters', name);
  }

  #close(command: Command): void {
    const open = this.#open.pop();
    if (open === undefined) {
      if (this.#dialect.gnu) this.#fail('unexpected }');
      return;
    }
    if (command.start !== undefined && this.#dialect.gnu) this.#fail('label with address', '}');
    (this.#commands[open] as Command).target = this.#commands.length;
    this.#end('}');
  }

  /** The text of `a`, `i` and `c`: on this line (GNU's way) or on the next, as long as lines end in a backslash. */
  #lines(): string {
    this.#skip(/[ \t]*(\\(?:[ \t]*\n)?)?/y);
    if (this.#peek === '' && this.#text[this.#at - 1] !== '\\' && this.#dialect.gnu) this.#fail('no text');
    const raw = this.#skip(/(\\[\s\S]|[^\\\n])*/y);
    if (raw === '' && this.#dialect.gnu) return '';
    return `${raw.replaceAll(/\\([\s\S])/g, '$1')}\n`;
  }

  #rest(): string {
    const rest = this.#skip(/[^\n]*/y).trim();
    return rest === '' ? this.#fail('no file') : rest;
  }

  #label(command: Command): void {
    const { name, start } = command;
    if (name === ':' && start !== undefined) this.#fail('label with address', ':');
    const text = this.#skip(name === ':' && this.#dialect.gnu ? /[^\n;]*/y : /[^\n;}]*/y).trim();
    if (name === ':' && text === '' && this.#dialect.gnu) this.#fail('no label');
    this.#add({ ...command, text });
  }

  #resolveLabels(): void {
    for (const command of this.#commands) {
      if (!'btT'.includes(command.name)) continue;
      const at = this.#commands.findIndex(({ name, text }) => name === ':' && text === command.text);
      if (at < 0 && command.text !== '') this.#fail('label', command.text);
      command.target = at < 0 ? this.#commands.length : at;
    }
  }

  #substitute(command: Command): void {
    const delimiter = this.#peek;
    this.#at++;
    const source = this.#delimited(delimiter, true, 'unterminated', "`s' command");
    const replacement = this.#delimited(delimiter, false, 'unterminated', "`s' command");
    const flags = this.#skip(/[gpiImM\d]*/y);
    if (/p.*p/.test(flags) && this.#dialect.gnu) this.#fail('printed twice');
    const file =
      this.#peek === 'w'
        ? this.#skip(/[^\n]*/y)
            .slice(1)
            .trim()
        : undefined;
    this.#skip(/[ \t]*/y);
    if (!/^[;\n}#]?$/.test(this.#peek)) {
      if (this.#peek === 'e' && this.#dialect.gnu) throw new NotSimulated('sed s///e');
      this.#at++;
      this.#fail('option of s');
    }
    const parts = parseReplacement(replacement, this.#dialect.gnu);
    const regex = this.#regex(source, `${/i/i.test(flags) ? 'i' : ''}${/m/i.test(flags) ? 'm' : ''}`);
    this.#checkReferences(regex, parts);
    const substitution: Substitution = {
      regex,
      replacement: parts,
      all: flags.includes('g'),
      from: Number(/\d+/.exec(flags)?.[0] ?? 1),
      print: flags.includes('p'),
      file,
    };
    this.#add({ ...command, substitution });
  }

  #checkReferences(regex: RegExp | undefined, parts: Substitution['replacement']): void {
    if (regex === undefined || !this.#dialect.gnu) return;
    const groups = new RegExp(`${regex.source}|`, regex.flags.replace('g', '')).exec('')?.length ?? 1;
    const wrong = parts.find((part) => typeof part === 'number' && part >= groups);
    if (wrong !== undefined) this.#fail('reference', String(wrong));
  }

  #transliterate(command: Command): void {
    const delimiter = this.#peek;
    this.#at++;
    const [from = [], to = []] = [0, 1].map(() => {
      const text = this.#delimited(delimiter, false, 'unterminated', "`y' command");
      return [...text.replaceAll(/\\([\s\S])/g, (_, char) => (char === 'n' ? '\n' : char))];
    });
    if (from.length !== to.length && this.#dialect.gnu) this.#fail('lengths of y');
    this.#add({ ...command, map: new Map(from.flatMap((char, i) => (to[i] === undefined ? [] : [[char, to[i]]]))) });
    this.#end('y');
  }
}

function unexpected(error: unknown): never {
  throw error;
}

/** Reads a script of sed. Throws {@link SedProblem}. */
export const parseScript = (text: string, dialect: SedDialect): readonly Command[] =>
  new ScriptParser(text, dialect).parse();
