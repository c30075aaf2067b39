import { readGroups, readUsers } from '../accounts.ts';
import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { describe, formatStat, type StatStyle, statText, terseFormat } from '../files/stat.ts';
import { applet } from './applet.ts';

/** stat: tells what a file is. */
export const stat = applet({
  short: 'ftc:L',
  lacks: ['f'],
  *run(call) {
    const { sys, options, operands } = call;
    if (operands.length === 0) throw new Misuse();
    const style: StatStyle = {
      users: yield* readUsers(sys),
      groups: yield* readGroups(sys),
      quoted: (path) => `'${path}'`,
    };
    const format = options.value('c');
    return yield* eachOperand(
      call,
      operands,
      (path, reason) => `can't stat '${path}': ${reason}`,
      (path) => {
        const file = describe(sys, path, options.has('L'));
        if (format !== undefined) return call.print(`${formatStat(format, file, style, false)}\n`);
        if (options.has('t')) return call.print(formatStat(terseFormat(false), file, style, false));
        return call.print(statText(file, style, false));
      },
    );
  },
});
