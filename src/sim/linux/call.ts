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

/** Ends a program as a wrong command line does; GNU's programs say `complaint` first. */
export class Misuse extends Error {
  constructor(complaint = 'missing operand') {
    super(complaint);
    this.name = 'Misuse';
  }
}

/** What is wrong with a command line: an option, in getopt's words, or its operands. */
export interface Complaint {
  readonly about: 'option' | 'operands';
  readonly text: string;
}

/** What a program declares about itself. */
export interface ProgramDefinition extends OptionSyntax {
  /** No getopt(3): every word is an operand. */
  readonly literal?: boolean;
  /** The fewest and the most operands; more or fewer are a misuse. */
  readonly operands?: readonly [least: number, most: number];
  /** Turns old forms of options, as `head -3`, into those of getopt. */
  rewrite?(words: readonly string[]): readonly string[];
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

/** `head -3` is `head -n 3`: POSIX's old form, as the first word only. */
export const oldCount = (words: readonly string[]): readonly string[] =>
  /^-\d+$/.test(words[0] ?? '') ? ['-n', (words[0] ?? '').slice(1), ...words.slice(1)] : words;

/** Makes a program of its definition. `misused` says how programs of its package answer a wrong command line. */
export function defineProgram(
  definition: ProgramDefinition,
  misused: (sys: System, name: string, complaint: Complaint) => Task<number>,
): Program {
  return function* (sys) {
    const name = baseName(sys.argv[0] ?? '');
    const words = definition.rewrite?.(sys.argv.slice(1)) ?? sys.argv.slice(1);
    const parsed = definition.literal ? { options: new Options([]), operands: words } : getopt(words, definition);
    if ('error' in parsed) return yield* misused(sys, name, { about: 'option', text: parsed.error });
    const { options, operands } = parsed;
    const [least, most] = definition.operands ?? [0, Number.POSITIVE_INFINITY];
    try {
      if (operands.length < least) throw new Misuse();
      if (operands.length > most) throw new Misuse(`extra operand ‘${operands[most]}’`);
      const lacking = definition.lacks?.find((key) => options.has(key));
      if (lacking !== undefined) throw new NotSimulated(`${name} ${lacking.length > 1 ? '--' : '-'}${lacking}`);
      return yield* definition.run(new Call(sys, name, options, operands));
    } catch (error) {
      if (error instanceof Misuse) return yield* misused(sys, name, { about: 'operands', text: error.message });
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
