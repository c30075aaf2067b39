import { Misuse } from '../call.ts';
import { Copier } from '../files/copy.ts';
import { gnu } from './gnu.ts';

/** cp: copies files. */
export const cp = gnu({
  short: 'abdfHilLnPprRst:Tuv',
  long: {
    archive: 'a',
    force: 'f',
    recursive: 'r',
    'no-clobber': 'n',
    'target-directory': 't',
    'no-target-directory': 'T',
    verbose: 'v',
  },
  lacks: ['b', 'H', 'i', 'l', 's', 'u', 'v'],
  *run(call) {
    const folder = call.options.value('t');
    const [first] = call.operands;
    if (first === undefined) throw new Misuse('missing file operand');
    if (folder === undefined && call.operands.length === 1)
      throw new Misuse(`missing destination file operand after '${first}'`);
    const copier = new Copier(call, {
      cannotStat: (path, reason) => `cannot stat '${path}': ${reason}`,
      omitting: (path) => `-r not specified; omitting directory '${path}'`,
      cannotCreate: (path, reason) => `cannot create regular file '${path}': ${reason}`,
      sameFile: (from, to) => `'${from}' and '${to}' are the same file`,
    });
    const sources = folder === undefined ? call.operands.slice(0, -1) : call.operands;
    yield* copier.copyTo(sources, folder ?? (call.operands.at(-1) as string));
    return copier.status;
  },
});
