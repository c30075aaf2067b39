import { Misuse } from '../call.ts';
import { Copier } from '../files/copy.ts';
import { applet } from './applet.ts';

/** cp: copies files. */
export const cp = applet({
  short: 'arPLHpfinlsTut:d',
  long: { archive: 'a', recursive: 'r', force: 'f', 'target-directory': 't', 'no-target-directory': 'T' },
  lacks: ['i', 'l', 's', 'u', 'H'],
  operands: [1, Number.POSITIVE_INFINITY],
  rewrite: (words) => words.map((word) => (/^-[a-zA-Z]*R/.test(word) ? word.replace('R', 'r') : word)),
  *run(call) {
    const folder = call.options.value('t');
    const sources = folder === undefined ? call.operands.slice(0, -1) : call.operands;
    const target = folder ?? (call.operands.at(-1) as string);
    if (sources.length === 0) throw new Misuse();
    const copier = new Copier(call, {
      cannotStat: (path, reason) => `can't stat '${path}': ${reason}`,
      omitting: (path) => `omitting directory '${path}'`,
      cannotCreate: (path, reason) => `can't create '${path}': ${reason}`,
      sameFile: (from, to) => `'${from}' and '${to}' are the same file`,
    });
    yield* copier.copyTo(sources, target);
    return copier.status;
  },
});
