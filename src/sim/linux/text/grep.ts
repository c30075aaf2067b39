import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { bare, eachInput, LineReader, PLAIN } from '../inputs.ts';
import { readTextFile } from '../read-file.ts';
import { BadRegex, fixedRegex, posixRegex } from './posix-regex.ts';

/** The options of grep that both kinds share. */
export const GREP_OPTIONS = 'HhnlLoqvsrRiwFEGxce:f:m:A:B:C:yab';

/** Where the matches of a line are, as [start, end]; none when it does not match. */
type Matcher = (line: string) => readonly (readonly [number, number])[];

function* patternsOf(call: Call): Task<{ patterns: string[]; paths: readonly string[] }> {
  const { options, operands, sys } = call;
  if (!options.has('e') && !options.has('f')) {
    const [first, ...paths] = operands;
    if (first === undefined) throw new Misuse();
    return { patterns: first.split('\n'), paths };
  }
  const patterns = options.values('e').flatMap((pattern) => pattern.split('\n'));
  for (const path of options.values('f')) patterns.push(...bare(yield* readTextFile(sys, path)).split('\n'));
  return { patterns, paths: operands };
}

function makeMatcher(
  { options, name }: Call,
  patterns: readonly string[],
  badRegex: (text: string, why: string) => string,
): Matcher {
  const flags = options.has('i') || options.has('y') ? 'gi' : 'g';
  const extended = options.has('E') || name === 'egrep';
  const expressions = patterns.map((pattern) => {
    try {
      return options.has('F') || name === 'fgrep'
        ? fixedRegex(pattern, flags)
        : posixRegex(pattern, { extended, flags });
    } catch (error) {
      throw error instanceof BadRegex ? new Failure(badRegex(pattern, error.message), 2) : error;
    }
  });
  return (line) => {
    const found = expressions.flatMap((expression) => [...line.matchAll(expression)].map(spanOf));
    return found.filter(([start, end]) => fits(line, start, end)).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };
  function fits(line: string, start: number, end: number): boolean {
    if (options.has('x')) return start === 0 && end === line.length;
    return !options.has('w') || (!/\w$/.test(line.slice(0, start)) && !/^\w/.test(line.slice(end)));
  }
}

const spanOf = (match: RegExpExecArray): readonly [number, number] => [match.index, match.index + match[0].length];

/** Files below directories, for -r; what is no directory stays as it is. */
function filesBelow({ sys }: Call, path: string): string[] {
  try {
    if (sys.lstat(path).type !== 'directory') return [path];
  } catch (error) {
    if (isErrno(error)) return [path];
    throw error;
  }
  const names = [...sys.readdir(path)].sort();
  return names.flatMap((name) => filesBelow({ sys } as Call, `${path.replace(/\/$/, '')}/${name}`));
}

/** One run of grep: which lines are shown, and how. */
class Search {
  readonly #call: Call;
  readonly #matcher: Matcher;
  readonly #named: boolean;
  matched = false;

  constructor(call: Call, matcher: Matcher, named: boolean) {
    this.#call = call;
    this.#matcher = matcher;
    this.#named = call.options.last('H', 'h') === 'H' || (named && !call.options.has('h'));
  }

  has(key: string): boolean {
    return this.#call.options.has(key);
  }

  *file(fd: number, path: string): Task<void> {
    const shown = path === '-' ? '(standard input)' : path;
    const count = yield* this.#lines(fd, shown);
    if (this.has('q')) return;
    if (this.has('c')) yield* this.#call.print(`${this.#named ? `${shown}:` : ''}${count}\n`);
    if (this.has('l') && count > 0) yield* this.#call.print(`${shown}\n`);
    if (this.has('L') && count === 0) yield* this.#call.print(`${shown}\n`);
  }

  *#lines(fd: number, path: string): Task<number> {
    const { options, sys } = this.#call;
    const most = Number(options.value('m') ?? Number.POSITIVE_INFINITY);
    const [before, after] = ['B', 'A'].map((key) => Number(options.value(key) ?? options.value('C') ?? 0));
    const silent = ['q', 'c', 'l', 'L'].some((key) => options.has(key));
    const reader = new LineReader(sys, fd);
    const held: [number, string][] = [];
    let [count, number, last, follow] = [0, 0, 0, 0];
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      const text = bare(line);
      number++;
      const spans = this.#matcher(text);
      if (spans.length > 0 === this.has('v')) {
        if (follow-- > 0 && !silent) {
          yield* this.#show(path, number, text, [], '-');
          last = number;
        } else if (held.push([number, text]) > (before ?? 0)) held.shift();
        continue;
      }
      count++;
      this.matched = true;
      if (this.has('q') || this.has('l')) return count;
      if (!silent) {
        const from = held[0]?.[0] ?? number;
        if (((before ?? 0) > 0 || (after ?? 0) > 0) && last > 0 && from > last + 1) yield* this.#call.print('--\n');
        for (const [at, old] of held.splice(0)) yield* this.#show(path, at, old, [], '-');
        yield* this.#show(path, number, text, spans, ':');
        last = number;
      }
      held.length = 0;
      follow = after ?? 0;
      if (count >= most) return count;
    }
    return count;
  }

  *#show(path: string, number: number, text: string, spans: ReturnType<Matcher>, mark: ':' | '-'): Task<void> {
    const head = `${this.#named ? path + mark : ''}${this.has('n') ? number + mark : ''}`;
    if (!this.has('o')) return yield* this.#call.print(`${head}${text}\n`);
    let end = 0;
    for (const [start, stop] of spans) {
      if (start < end || stop === start) continue;
      yield* this.#call.print(`${head}${text.slice(start, stop)}\n`);
      end = stop;
    }
  }
}

/** grep: lines that match; `badRegex` is the complaint of the package. Status 0 where one did, 1 where none, 2 after an error. */
export function* grep(call: Call, badRegex: (text: string, why: string) => string): Task<number> {
  const { patterns, paths } = yield* patternsOf(call);
  const matcher = makeMatcher(call, patterns, badRegex);
  const recursive = call.options.has('r') || call.options.has('R');
  const files = recursive ? (paths.length > 0 ? paths : ['.']).flatMap((path) => filesBelow(call, path)) : paths;
  const search = new Search(call, matcher, recursive || paths.length > 1);
  const quiet = call.options.has('s') ? silenced(call) : call;
  const well = yield* eachInput(quiet, files, PLAIN, (fd, path) => search.file(fd, path));
  if (search.matched && (well || call.options.has('q'))) return 0;
  return well ? 1 : 2;
}

/** The same run without complaints about files (-s). */
function silenced(call: Call): Call {
  return Object.create(call, { warn: { value: function* () {} } });
}
