import { printfText } from '../text/printf.ts';
import { gnu } from './gnu.ts';

/** printf: formats its words. */
export const printf = gnu({
  literal: true,
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const [format = '', ...words] = call.operands[0] === '--' ? call.operands.slice(1) : call.operands;
    const { text, wrongNumbers } = printfText(format, words);
    for (const word of wrongNumbers) yield* call.warn(`‘${word}’: expected a numeric value`);
    yield* call.print(text);
    return wrongNumbers.length > 0 ? 1 : 0;
  },
});
