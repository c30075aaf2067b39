import type { Program, System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { baseName } from '../call.ts';
import { refuse } from '../not-simulated.ts';
import { BANNER } from './applet.ts';
import { APPLET_PATHS } from './applet-paths.ts';

const INTRODUCTION = `${BANNER}
BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

	BusyBox is a multi-call binary that combines many common Unix
	utilities into a single executable.  Most people will create a
	link to busybox for each function they wish to use and BusyBox
	will act like whatever it was invoked as.

Currently defined functions:
`;

const names = (): string[] => APPLET_PATHS.map(baseName).sort();

/** The list of functions, in lines of less than 80 columns (libbb/appletlib.c). */
function wrapped(): string {
  const lines: string[] = [];
  let line = '\t';
  let width = 7;
  for (const [i, name] of names().entries()) {
    const word = i === names().length - 1 ? name : `${name}, `;
    if (width + word.length > 79) {
      lines.push(line.trimEnd());
      line = '\t';
      width = 7;
    }
    line += word;
    width += word.length;
  }
  return [...lines, line].map((text) => `${text}\n`).join('');
}

/** What `sys` looks like to an applet that was called as `busybox APPLET …`. */
const withArguments = (sys: System, argv: readonly string[]): System => Object.create(sys, { argv: { value: argv } });

/** The one executable of BusyBox: which applet runs is a matter of the name that it is called by. */
export function busybox(applets: ReadonlyMap<string, Program>): Program {
  return function* run(sys: System): Task<number> {
    const name = baseName(sys.argv[0] ?? '').replace(/^-/, '');
    if (name !== 'busybox') {
      const applet = applets.get(name);
      if (applet !== undefined) return yield* applet(sys);
      if (names().includes(name)) return yield* refuse(sys, name);
      yield* sys.write(2, `${name}: applet not found\n`);
      return 127;
    }
    const [first, ...rest] = sys.argv.slice(1);
    if (first === undefined || (first === '--help' && rest[0] === undefined))
      yield* sys.write(1, `${INTRODUCTION + wrapped()}\n`);
    else if (first === '--list')
      yield* sys.write(
        1,
        names()
          .map((applet) => `${applet}\n`)
          .join(''),
      );
    else if (first === '--list-full') yield* sys.write(1, APPLET_PATHS.map((path) => `${path}\n`).join(''));
    else if (first === '--install') return yield* refuse(sys, 'busybox --install');
    else if (first === '--help') return yield* run(withArguments(sys, [rest[0] as string, '--help']));
    else return yield* run(withArguments(sys, [first, ...rest]));
    return 0;
  };
}
