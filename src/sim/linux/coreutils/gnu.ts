import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { defineProgram, type ProgramDefinition } from '../call.ts';

export interface GnuDefinition extends ProgramDefinition {
  /** The exit status of a wrong command line, where it is not 1. */
  readonly misuse?: number;
}

/** A program in GNU's style: a wrong command line is answered by a hint to `--help`. */
export function gnu(definition: GnuDefinition): Program {
  const { long, lacks, literal, misuse = 1 } = definition;
  const whole = literal
    ? definition
    : {
        ...definition,
        long: { ...long, help: 'help', version: 'version' },
        lacks: [...(lacks ?? []), 'help', 'version'],
      };
  return defineProgram(whole, (sys, name, { text }) => hint(sys, name, text, misuse));
}

function* hint(sys: System, name: string, complaint: string, status: number): Task<number> {
  const first = complaint === '' ? '' : `${name}: ${complaint}\n`;
  yield* sys.write(2, `${first}Try '${name} --help' for more information.\n`);
  return status;
}
