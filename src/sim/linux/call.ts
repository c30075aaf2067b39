import { isErrno } from '../kernel/errno.ts';
import type { Program, System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { getopt, type OptionSyntax, Options } from './getopt.ts';
import { NotSimulated, refuseError } from './not-simulated.ts';

/** Ends a program with a message on the standard error: `name: message`. */
export class Failure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = 'Failure';
    this.status = status;
  }
}

/** Ends a program with its usage text; `complaint` is what comes before it. */
export class Misuse extends Error {
  constructor(complaint = '') {
    super(complaint);
    this.name = 'Misuse';
  }
}

/** What a program declares about itself. */
export interface ProgramDefinition extends OptionSyntax {
  /** No getopt(3): every word is an operand. */
  readonly literal?: boolean;
  /** The fewest and the most operands; more or fewer are a misuse. */
  readonly operands?: readonly [least: number, most: number];
  /** Keys of real options that the simulation lacks. */
  readonly lacks?: readonly string[];
  run(call: Call): Task<number>;
}

/** One run of a program: its system calls and its command line. */
export class Call {
  readonly sys: System;
  readonly name: string;
  readonly options: Options;
  readonly operands: readonly string[];

  constructor(sys: System, name: string, options: Options, operands: readonly string[]) {
    this.sys = sys;
    this.name = name;
    this.options = options;
    this.operands = operands;
  }

  *print(text: string | Uint8Array): Task<void> {
    if (text.length > 0) yield* this.sys.write(1, text);
  }

  /** `name: text` on the standard error. */
  *warn(text: string): Task<void> {
    yield* this.sys.write(2, `${this.name}: ${text}\n`);
  }
}

export const baseName = (path: string): string => path.split('/').findLast((part) => part !== '') ?? path;

/**
 * Makes a program of its definition. `misused` says how programs of its package answer a wrong command line;
 * it gets getopt's complaint, or '' where the operands are wrong.
 */
export function defineProgram(
  definition: ProgramDefinition,
  misused: (sys: System, name: string, complaint: string) => Task<number>,
): Program {
  return function* (sys) {
    const name = baseName(sys.argv[0] ?? '');
    const words = sys.argv.slice(1);
    const parsed = definition.literal ? { options: new Options([]), operands: words } : getopt(words, definition);
    if ('error' in parsed) return yield* misused(sys, name, parsed.error);
    const { options, operands } = parsed;
    const [least, most] = definition.operands ?? [0, Number.POSITIVE_INFINITY];
    try {
      if (operands.length < least || operands.length > most) throw new Misuse();
      const lacking = definition.lacks?.find((key) => options.has(key));
      if (lacking !== undefined) throw new NotSimulated(`${name} ${lacking.length > 1 ? '--' : '-'}${lacking}`);
      return yield* definition.run(new Call(sys, name, options, operands));
    } catch (error) {
      if (error instanceof Misuse) return yield* misused(sys, name, error.message);
      return yield* endWith(sys, name, error);
    }
  };
}

/** How a program ends that let an error pass: a broken pipe has killed it already, unless it is deaf to SIGPIPE. */
function* endWith(sys: System, name: string, error: unknown): Task<number> {
  if (error instanceof NotSimulated) return yield* refuseError(sys, error);
  if (error instanceof Failure) {
    yield* sys.write(2, `${name}: ${error.message}\n`);
    return error.status;
  }
  if (!isErrno(error)) throw error;
  if (error.code !== 'EPIPE') yield* sys.write(2, `${name}: ${error.message}\n`);
  return 1;
}
