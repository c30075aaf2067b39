import { gnu } from '../coreutils/gnu.ts';
import { linesIn, cmp as run } from '../text/cmp.ts';

/** `line 3` where the file ends with it, `in line 4` where that has no end. */
function place(text: Uint8Array): string {
  const lines = linesIn(text);
  return text.at(-1) === 10 ? `line ${lines}` : `in line ${lines + 1}`;
}

/** cmp of GNU. */
export const cmp = gnu({
  misuse: 2,
  short: 'bi:ln:s',
  long: { bytes: 'n', quiet: 's', silent: 's', verbose: 'l' },
  lacks: ['b', 'i'],
  operands: [1, 4],
  run: (call) =>
    run(call, {
      unit: 'byte',
      end: (path, text) =>
        `EOF on ‘${path}’ ${text.length === 0 ? 'which is empty' : `after byte ${text.length}, ${place(text)}`}`,
    }),
});
