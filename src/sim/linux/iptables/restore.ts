import { isErrno } from '../../kernel/errno.ts';
import type { IptablesTable, Policy } from '../../kernel/netfilter/iptables.ts';
import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { getopt } from '../getopt.ts';
import { NotSimulated, refuseError } from '../not-simulated.ts';
import { readAll } from '../read-file.ts';
import { type Dialect, IP6TABLES, IPTABLES } from './dialect.ts';
import { change, NoTable, tableOf } from './iptables.ts';
import { ParameterProblem } from './problem.ts';
import { parseRequest } from './request.ts';

const selfOf = ({ name }: Dialect): string => `${name}-restore`;

/** The words of a line; those in double quotes stay together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
  );

/** A line that cannot be carried out. */
class FailedLine extends Error {
  constructor(number: number) {
    super(`line ${number} failed`);
  }
}

/** The text ends before its COMMIT. */
class Unfinished extends Error {}

/** A line that is misread: iptables' complaint about it. */
class MisreadLine extends Error {
  constructor(complaint: string, number: number, self: string) {
    super(
      `${complaint}\nError occurred at line: ${number}\nTry \`${self} -h' or '${self} --help' for more information.`,
    );
  }
}

/** What a table's part of the text does to it, to be done at its COMMIT. */
class Restoration {
  readonly #table: IptablesTable;
  readonly #dialect: Dialect;
  readonly #steps: (readonly [line: number, step: () => void])[] = [];

  constructor(table: IptablesTable, dialect: Dialect, flushes: boolean) {
    this.#table = table;
    this.#dialect = dialect;
    if (flushes) this.#steps.push([0, () => this.#empty()]);
  }

  #empty(): void {
    this.#table.flush();
    for (const { name, policy } of [...this.#table.chains]) if (policy === undefined) this.#table.deleteChain(name);
  }

  /** `:CHAIN POLICY [packets:bytes]`. */
  declare(line: number, [name = '', policy = '']: readonly string[]): void {
    this.#steps.push([
      line,
      () => {
        if (policy !== '-') this.#table.setPolicy(name, policy as Policy);
        else if (this.#table.find(name) === undefined) this.#table.newChain(name);
        else this.#table.flush(name);
      },
    ]);
  }

  /** `-A CHAIN …`, with counters before it or not. */
  rule(line: number, words: readonly string[]): void {
    const bare = /^\[\d+:\d+\]$/.test(words[0] ?? '') ? words.slice(1) : words;
    this.#steps.push([
      line,
      () => {
        const isChain = (_: string, name: string): boolean => this.#table.find(name) !== undefined;
        if (change(this.#table, parseRequest(bare, this.#dialect, isChain)) !== undefined) throw new FailedLine(line);
      },
    ]);
  }

  commit(): void {
    for (const [line, step] of this.#steps) {
      try {
        step();
      } catch (error) {
        if (error instanceof ParameterProblem) throw new MisreadLine(error.message, line, selfOf(this.#dialect));
        throw isErrno(error) ? new FailedLine(line) : error;
      }
    }
  }
}

function knownTable(sys: System, dialect: Dialect, name: string, line: number): IptablesTable {
  try {
    return tableOf(sys, name, dialect);
  } catch (error) {
    if (!(error instanceof NoTable)) throw error;
    const self = selfOf(dialect);
    throw new MisreadLine(`${self}: unable to initialize table '${name}'`, line, self);
  }
}

function restore(sys: System, dialect: Dialect, text: string, flushes: boolean): void {
  let current: Restoration | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (trimmed.startsWith('*'))
      current = new Restoration(knownTable(sys, dialect, trimmed.slice(1), number), dialect, flushes);
    else if (current === undefined) throw new FailedLine(number);
    else if (trimmed === 'COMMIT') {
      current.commit();
      current = undefined;
    } else if (trimmed.startsWith(':')) current.declare(number, trimmed.slice(1).split(/\s+/));
    else current.rule(number, wordsOf(trimmed));
  }
  if (current !== undefined) throw new Unfinished(`COMMIT expected at line ${text.trimEnd().split('\n').length + 1}`);
}

function* run(sys: System, dialect: Dialect): Task<number> {
  const self = selfOf(dialect);
  const parsed = getopt(sys.argv.slice(1), {
    short: 'bcvVthnwWT:M:',
    long: { counters: 'c', noflush: 'n', test: 't', table: 'T', verbose: 'v', version: 'V' },
  });
  if ('error' in parsed) {
    yield* sys.write(2, `${self}: ${parsed.error}\nTry \`${self} -h' for more information.\n`);
    return 1;
  }
  const { options, operands } = parsed;
  for (const key of ['c', 't', 'T']) if (options.has(key)) throw new NotSimulated(`${self} -${key}`);
  const [file] = operands;
  const fd = file === undefined ? 0 : sys.open(file);
  restore(sys, dialect, new TextDecoder().decode(yield* readAll(sys, fd)), !options.has('n'));
  return 0;
}

const program = (dialect: Dialect): Program =>
  function* (sys) {
    const self = selfOf(dialect);
    const fail = function* (text: string, status: number): Task<number> {
      yield* sys.write(2, `${text}\n`);
      return status;
    };
    try {
      return yield* run(sys, dialect);
    } catch (error) {
      if (error instanceof NotSimulated) return yield* refuseError(sys, error);
      if (error instanceof FailedLine || error instanceof Unfinished)
        return yield* fail(`${self}: ${error.message}`, 1);
      if (error instanceof MisreadLine) return yield* fail(`${self} v1.8.13 (legacy): ${error.message}`, 2);
      if (isErrno(error)) return yield* fail(`Can't open ${sys.argv.at(-1)}: ${error.message}`, 1);
      throw error;
    }
  };

/** iptables-restore: fills tables from what iptables-save wrote, each at its COMMIT. */
export const iptablesRestore = program(IPTABLES);

export const ip6tablesRestore = program(IP6TABLES);
