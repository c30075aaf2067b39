import { Misuse } from '../call.ts';
import { type ExprSpeech, expr as evaluate } from '../text/expr.ts';
import { gnu } from './gnu.ts';

const SPEECH: ExprSpeech = {
  missing: (before) => `syntax error: missing argument after ‘${before}’`,
  unexpected: (word) => `syntax error: unexpected argument ‘${word}’`,
  unclosed: (before) => `syntax error: expecting ')' after ‘${before}’`,
  notNumber: 'non-integer argument',
};

/** expr: the value of an expression. */
export const expr = gnu({
  literal: true,
  misuse: 2,
  rewrite: (words) => (words[0] === '--' ? words.slice(1) : words),
  *run(call) {
    if (call.operands.length === 0) throw new Misuse();
    return yield* evaluate(call, SPEECH);
  },
});
