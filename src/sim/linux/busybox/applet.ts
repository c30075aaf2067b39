import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { baseName, defineProgram, type ProgramDefinition } from '../call.ts';
import { USAGE } from './usage.ts';

/** Alpine 3.22's build. */
export const BANNER = 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.';

/** An applet of BusyBox: getopt's complaint, the banner and the usage text answer a wrong command line (libbb/show_usage.c). */
export function applet(definition: ProgramDefinition): Program {
  const program = defineProgram(definition, (sys, name, { about, text }) =>
    showUsage(sys, name, about === 'option' ? text : '', 1),
  );
  return function* (sys) {
    if (sys.argv[1] === '--help') return yield* showUsage(sys, baseName(sys.argv[0] ?? ''), '', 0);
    return yield* program(sys);
  };
}

function* showUsage(sys: System, name: string, complaint: string, status: number): Task<number> {
  const first = complaint === '' ? '' : `${name}: ${complaint}\n`;
  yield* sys.write(2, `${first}${BANNER}\n\nUsage: ${USAGE[name] ?? name}\n`);
  return status;
}
