import { Misuse } from '../call.ts';
import { sequence, wrongNumber } from '../text/seq.ts';
import { applet } from './applet.ts';

/** A first operand such as -3 is a number, not options. */
const afterNegative = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex((word) => /^-[.\d]/.test(word));
  return at < 0 ? words : [...words.slice(0, at), '--', ...words.slice(at)];
};

/** seq: numbers, one a line. */
export const seq = applet({
  short: 'ws:',
  stopAtOperand: true,
  rewrite: afterNegative,
  // One more for the `--`.
  operands: [1, 4],
  *run(call) {
    const words = call.operands.filter((word) => word !== '--');
    if (wrongNumber(words) !== undefined || words.length > 3 || (words.length === 3 && Number(words[1]) === 0))
      throw new Misuse();
    const numbers = sequence(words, call.options.has('w'));
    if (numbers.length > 0) yield* call.print(`${numbers.join(call.options.value('s') ?? '\n')}\n`);
    return 0;
  },
});
