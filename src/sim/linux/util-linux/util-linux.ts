import type { Program } from '../../kernel/syscalls.ts';
import { defineProgram, type ProgramDefinition } from '../call.ts';

/** A program of util-linux: a wrong option is answered by a hint to `--help`. */
export const utilLinux = (definition: ProgramDefinition): Program =>
  defineProgram(definition, function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\nTry '${name} --help' for more information.\n`);
    return 1;
  });
