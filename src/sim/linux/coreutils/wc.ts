import { isErrno } from '../../kernel/errno.ts';
import type { Call } from '../call.ts';
import { PLAIN } from '../inputs.ts';
import { chosenColumns, wc as count } from '../text/wc.ts';
import { gnu } from './gnu.ts';

/** The width of wc's columns: that of the sum of the files' sizes, 7 where one of them has none to tell. */
function widthOf(call: Call): number {
  const { sys, operands } = call;
  if (chosenColumns(call).length === 1 && operands.length <= 1) return 1;
  let total = 0;
  for (const path of operands.length === 0 ? ['-'] : operands) {
    try {
      const stat = path === '-' ? sys.fstat(0) : sys.stat(path);
      if (stat.type !== 'file') return 7;
      total += stat.size;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return String(total).length;
}

/** wc: counts. */
export const wc = gnu({
  short: 'clLmw',
  long: { bytes: 'c', chars: 'm', lines: 'l', words: 'w', 'max-line-length': 'L' },
  run: (call) => count(call, PLAIN, () => widthOf(call)),
});
