import { Misuse } from '../call.ts';
import { translateInput } from '../text/tr-input.ts';
import { gnu } from './gnu.ts';

/** tr: translates, squeezes or deletes characters. */
export const tr = gnu({
  short: 'cCdst',
  long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
  lacks: ['t'],
  stopAtOperand: true,
  operands: [1, 2],
  *run(call) {
    const { options, operands } = call;
    const [from = '', to] = operands;
    const [remove, squeeze] = [options.has('d'), options.has('s')];
    if (to === undefined && !remove && !squeeze)
      throw new Misuse(`missing operand after ‘${from}’\nTwo strings must be given when translating.`);
    return yield* translateInput(call, { from, to, complement: options.has('c') || options.has('C'), remove, squeeze });
  },
});
