import type { Program } from '../../kernel/syscalls.ts';
import { baseName } from '../call.ts';
import { BadExpression, evaluateTest } from '../text/test-expression.ts';

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '[[': ']]' };

/** test, [ and [[: status 0 where the expression is true, 1 where it is false, 2 where it is none. */
export const test: Program = function* (sys) {
  const name = baseName(sys.argv[0] ?? '');
  const words = sys.argv.slice(1);
  const closing = CLOSING[name];
  try {
    if (closing !== undefined && words.pop() !== closing) throw new BadExpression(`missing ${closing}`);
    return evaluateTest(sys, words) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadExpression)) throw error;
    yield* sys.write(2, `${name}: ${error.message}\n`);
    return 2;
  }
};
