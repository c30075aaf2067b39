import { Misuse } from '../call.ts';
import { translateInput } from '../text/tr-input.ts';
import { applet } from './applet.ts';

/** tr: translates, squeezes or deletes characters. */
export const tr = applet({
  short: 'cCds',
  stopAtOperand: true,
  operands: [1, 2],
  *run(call) {
    const { options, operands } = call;
    const [from = '', to] = operands;
    if (to === undefined && !options.has('d') && !options.has('s')) throw new Misuse();
    return yield* translateInput(call, {
      from,
      to,
      complement: options.has('c') || options.has('C'),
      remove: options.has('d'),
      squeeze: options.has('s'),
    });
  },
});
