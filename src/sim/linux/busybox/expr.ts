import { Failure } from '../call.ts';
import { expr as evaluate } from '../text/expr.ts';
import { applet } from './applet.ts';

/** expr: the value of an expression. */
export const expr = applet({
  literal: true,
  *run(call) {
    if (call.operands.length === 0) throw new Failure('too few arguments', 2);
    return yield* evaluate(call, {
      missing: () => 'syntax error',
      unexpected: () => 'syntax error',
      unclosed: () => 'syntax error',
      notNumber: 'non-numeric argument',
    });
  },
});
