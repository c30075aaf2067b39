import { isErrno } from '../../../kernel/errno.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Call } from '../../call.ts';
import { readTextFile } from '../../read-file.ts';
import { orDie } from '../../system-call.ts';
import { LineSource } from './line-source.ts';
import { expandReplacement } from './replacement.ts';
import type { Address, Command, RangeEnd, Substitution } from './script.ts';

/** How one run of sed goes about its files. */
export interface EditSettings {
  readonly quiet: boolean;
  /** Line numbers and `$` count file by file (-s, -i). */
  readonly separate: boolean;
  /** The suffix of the copies that are kept, where files are edited in place. */
  readonly inPlace: string | undefined;
  unreadable(path: string, reason: string): string;
  readonly unreadableStatus: number;
}

/** What to do after a command: the next one, another, a new cycle with or without printing, a cycle on what is left, the end. */
type Next = number | 'next' | 'cycle' | 'delete' | 'restart' | 'quit' | 'quit silently';

/** One run of a script over its input. */
export class Editor {
  readonly #call: Call;
  readonly #commands: readonly Command[];
  readonly #settings: EditSettings;
  readonly #source: LineSource;
  readonly #inRange = new Map<Command, number>();
  readonly #files = new Map<string, number>();
  #space = '';
  #hold = '';
  #newline = true;
  #substituted = false;
  #lastRegex: RegExp | undefined;
  #out = '';
  #missingNewline = false;
  #queue: (string | { file: string })[] = [];
  #status = 0;

  constructor(call: Call, commands: readonly Command[], settings: EditSettings, paths: readonly string[]) {
    this.#call = call;
    this.#commands = commands;
    this.#settings = settings;
    this.#source = new LineSource(call, paths, settings);
  }

  *run(): Task<number> {
    for (const { name, text, substitution } of this.#commands)
      for (const file of [name === 'w' ? text : undefined, substitution?.file])
        if (file !== undefined) this.#open(file);
    let restart = false;
    for (let next: Next = 'cycle'; next !== 'quit' && next !== 'quit silently'; ) {
      if (!restart && !(yield* this.#read())) break;
      next = yield* this.#cycle();
      restart = next === 'restart';
      const silent = this.#settings.quiet || next === 'delete' || restart || next === 'quit silently';
      if (!silent) this.#print(this.#space, this.#newline);
      yield* this.#flush();
    }
    yield* this.#source.finish(yield* this.#takeOutput());
    return this.#status || (this.#source.well ? 0 : this.#settings.unreadableStatus);
  }

  #open(file: string): void {
    if (file === '/dev/stdout') this.#files.set(file, 1);
    else if (!this.#files.has(file))
      this.#files.set(
        file,
        orDie(file, () => this.#call.sys.open(file, { write: true, create: true, truncate: true })),
      );
  }

  *#read(): Task<boolean> {
    const line = yield* this.#source.next(() => this.#takeOutput());
    if (line === undefined) return false;
    this.#space = line.text;
    this.#newline = line.newline;
    return true;
  }

  #print(text: string, newline = true): void {
    this.#out += `${this.#missingNewline ? '\n' : ''}${text}${newline ? '\n' : ''}`;
    this.#missingNewline = !newline;
  }

  /** What was appended comes out, and all output goes where it belongs. */
  *#flush(): Task<void> {
    for (const item of this.#queue.splice(0)) {
      if (this.#missingNewline) this.#out += '\n';
      this.#missingNewline = false;
      this.#out += typeof item === 'string' ? item : yield* this.#contents(item.file);
    }
    if (this.#settings.inPlace === undefined) yield* this.#call.print(yield* this.#takeOutput());
  }

  *#takeOutput(): Task<string> {
    const out = this.#out;
    this.#out = '';
    return out;
  }

  *#contents(file: string): Task<string> {
    try {
      return yield* readTextFile(this.#call.sys, file);
    } catch (error) {
      if (isErrno(error)) return '';
      throw error;
    }
  }

  *#cycle(): Task<Next> {
    this.#substituted = false;
    for (let at = 0; at < this.#commands.length; ) {
      const command = this.#commands[at] as Command;
      const next: Next =
        (yield* this.#selected(command)) !== command.negated ? yield* this.#run(command) : skip(command);
      if (next === 'next') at++;
      else if (typeof next === 'number') at = next;
      else return next;
    }
    return 'cycle';
  }

  *#selected(command: Command): Task<boolean> {
    const { start, end } = command;
    if (start === undefined) return true;
    if (end === undefined) return yield* this.#fits(start);
    const until = this.#inRange.get(command);
    if (until !== undefined) return yield* this.#goOn(command, end, until);
    const zero = start.kind === 'line' && start.line === 0 && this.#source.number === 1;
    if (!zero && !(yield* this.#fits(start))) return false;
    if (zero) return yield* this.#goOn(command, end, Number.POSITIVE_INFINITY);
    const last = this.#lastLine(end);
    if (last > this.#source.number) this.#inRange.set(command, last);
    return true;
  }

  /** The number of a range's last line, where it can be told at its first one. */
  #lastLine(end: RangeEnd): number {
    const { number } = this.#source;
    if (end.kind === 'line') return end.line;
    if (end.kind === 'more') return number + end.count;
    if (end.kind === 'multiple') return end.count === 0 ? number : Math.ceil(number / end.count) * end.count;
    return Number.POSITIVE_INFINITY;
  }

  *#goOn(command: Command, end: RangeEnd, until: number): Task<boolean> {
    const { number } = this.#source;
    const matched = end.kind === 'match' || end.kind === 'last' || end.kind === 'step';
    const over = matched ? yield* this.#fits(end) : number >= until;
    if (over) this.#inRange.delete(command);
    else this.#inRange.set(command, until);
    return matched || number <= until;
  }

  *#fits(address: Address): Task<boolean> {
    const { number } = this.#source;
    if (address.kind === 'line') return number === address.line;
    if (address.kind === 'last') return yield* this.#source.atEnd();
    if (address.kind === 'match') return this.#regex(address.regex).exec(this.#space) !== null;
    const { first, step } = address;
    return step <= 0 ? number === first : number >= first && (number - first) % step === 0;
  }

  #regex(regex: RegExp | undefined): RegExp {
    this.#lastRegex = regex ?? this.#lastRegex ?? /(?:)/g;
    this.#lastRegex.lastIndex = 0;
    return this.#lastRegex;
  }

  *#run(command: Command): Task<Next> {
    const { name, text, target } = command;
    switch (name) {
      case '=':
        this.#print(String(this.#source.number));
        return 'next';
      case 'a':
        this.#queue.push(text);
        return 'next';
      case 'i':
        this.#out += text;
        return 'next';
      case 'c':
        return this.#change(command);
      case 'b':
        return target;
      case 't':
      case 'T': {
        const jump = this.#substituted === (name === 't');
        this.#substituted = false;
        return jump ? target : 'next';
      }
      case 'd':
        return 'delete';
      case 'D':
        if (!this.#space.includes('\n')) return 'delete';
        this.#space = this.#space.slice(this.#space.indexOf('\n') + 1);
        return 'restart';
      case 'n':
      case 'N':
        return yield* this.#more(name);
      case 'q':
      case 'Q':
        this.#status = Number(text);
        return name === 'q' ? 'quit' : 'quit silently';
      case 'r':
        this.#queue.push({ file: text });
        return 'next';
      case 'w':
        yield* this.#writeTo(text);
        return 'next';
      case 's':
        return yield* this.#substitute(command.substitution as Substitution);
      default:
        this.#onSpaces(command);
        return 'next';
    }
  }

  /** The commands that move text between pattern space, hold space and output. */
  #onSpaces({ name, map }: Command): void {
    const space = this.#space;
    if (name === 'p') this.#print(space, this.#newline);
    else if (name === 'P') this.#print(space.split('\n', 1)[0] ?? '');
    else if (name === 'F') this.#print(this.#source.path);
    else if (name === 'g') this.#space = this.#hold;
    else if (name === 'G') this.#space += `\n${this.#hold}`;
    else if (name === 'h') this.#hold = space;
    else if (name === 'H') this.#hold += `\n${space}`;
    else if (name === 'x') [this.#space, this.#hold] = [this.#hold, space];
    else if (name === 'z') this.#space = '';
    else if (name === 'y') this.#space = [...space].map((char) => map?.get(char) ?? char).join('');
  }

  /** In a range the text stands for all of it, at its end. */
  #change(command: Command): Next {
    if (command.end === undefined || command.negated || !this.#inRange.has(command)) this.#out += command.text;
    return 'delete';
  }

  *#more(name: string): Task<Next> {
    if (yield* this.#source.atEnd()) return 'quit';
    const before = this.#space;
    if (name === 'n' && !this.#settings.quiet) this.#print(before, this.#newline);
    yield* this.#flush();
    yield* this.#read();
    if (name === 'N') this.#space = `${before}\n${this.#space}`;
    return 'next';
  }

  *#writeTo(file: string): Task<void> {
    if (file === '/dev/stdout') this.#print(this.#space);
    else yield* this.#call.sys.write(this.#files.get(file) ?? 1, `${this.#space}\n`);
  }

  *#substitute({ regex, replacement, all, from, print, file }: Substitution): Task<Next> {
    const space = this.#space;
    let [out, end, count, done] = ['', 0, 0, false];
    let last = -1;
    for (const match of space.matchAll(this.#regex(regex))) {
      // An empty match right behind another one is none.
      if (match[0] === '' && match.index === last) continue;
      last = match.index + match[0].length;
      if (++count < from) continue;
      out += space.slice(end, match.index) + expandReplacement(replacement, match);
      end = last;
      done = true;
      if (!all) break;
    }
    if (!done) return 'next';
    this.#space = out + space.slice(end);
    this.#substituted = true;
    if (print) this.#print(this.#space, this.#newline);
    if (file !== undefined) yield* this.#writeTo(file);
    return 'next';
  }
}

/** A block that is not for this line is passed over. */
const skip = ({ name, target }: Command): Next => (name === '{' ? target : 'next');
