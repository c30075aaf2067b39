import { Misuse } from '../call.ts';
import { sequence, wrongNumber } from '../text/seq.ts';
import { gnu } from './gnu.ts';

const afterNegative = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex((word) => /^-[.\d]/.test(word));
  return at < 0 ? words : [...words.slice(0, at), '--', ...words.slice(at)];
};

/** seq: numbers, one a line. */
export const seq = gnu({
  short: 'f:s:w',
  long: { format: 'f', separator: 's', 'equal-width': 'w' },
  lacks: ['f'],
  stopAtOperand: true,
  rewrite: afterNegative,
  operands: [1, 3],
  *run(call) {
    const words = call.operands.filter((word) => word !== '--');
    const wrong = wrongNumber(words);
    if (wrong !== undefined) throw new Misuse(`invalid floating point argument: ‘${wrong}’`);
    if (words.length === 3 && Number(words[1]) === 0) throw new Misuse(`invalid Zero increment value: ‘${words[1]}’`);
    const numbers = sequence(words, call.options.has('w'));
    if (numbers.length > 0) yield* call.print(`${numbers.join(call.options.value('s') ?? '\n')}\n`);
    return 0;
  },
});
