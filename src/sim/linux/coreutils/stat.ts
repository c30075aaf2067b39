import { readGroups, readUsers } from '../accounts.ts';
import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { describe, formatStat, type StatStyle, statText, terseFormat } from '../files/stat.ts';
import { withEscapes } from '../text/escapes.ts';
import { gnu } from './gnu.ts';

/** stat: tells what a file is. */
export const stat = gnu({
  short: 'Lfc:t',
  long: { dereference: 'L', 'file-system': 'f', format: 'c', printf: 'printf:', terse: 't' },
  lacks: ['f'],
  *run(call) {
    const { sys, options, operands } = call;
    if (operands.length === 0) throw new Misuse();
    const style: StatStyle = {
      users: yield* readUsers(sys),
      groups: yield* readGroups(sys),
      quoted: (path) => `'${path}'`,
    };
    const printf = options.value('printf');
    const format = options.value('c');
    return yield* eachOperand(
      call,
      operands,
      (path, reason) => `cannot statx '${path}': ${reason}`,
      (path) => {
        const file = describe(sys, path, options.has('L'));
        if (printf !== undefined) return call.print(formatStat(withEscapes(printf).text, file, style, true));
        if (format !== undefined) return call.print(`${formatStat(format, file, style, true)}\n`);
        if (options.has('t')) return call.print(formatStat(terseFormat(true), file, style, true));
        return call.print(statText(file, style, true));
      },
    );
  },
});
