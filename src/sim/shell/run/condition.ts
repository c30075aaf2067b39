import { COMPARE_NUMBERS, compareFiles, testFile } from '../../command/file-tests.ts';
import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { type Field, fieldText } from '../expand/fields.ts';
import { patternRegExp } from '../expand/pattern.ts';
import { expandToPattern, expandToText } from '../expand/word.ts';
import type { TestExpression, Word } from '../parse/ast.ts';
import { quoteForReading } from '../quote.ts';
import type { ShellState } from '../shell-state.ts';
import { testUnary } from '../state-tests.ts';
import { traceHead } from './trace.ts';

/** `[[ … ]]`. */
export function* holds(state: ShellState, node: TestExpression): Task<boolean> {
  switch (node.type) {
    case 'TestNot':
      return !(yield* holds(state, node.operand));
    case 'TestGroup':
      return yield* holds(state, node.expression);
    case 'TestLogical':
      if ((yield* holds(state, node.left)) === (node.operator === '||')) return node.operator === '||';
      return yield* holds(state, node.right);
    case 'TestUnary':
      return yield* unary(state, node.operator, node.operand);
    case 'TestBinary':
      return yield* binary(state, node.operator, node.left, node.right);
  }
}

const isSource = (operator: string): boolean => ['=', '==', '!=', '=~'].includes(operator);

const traceTest = (state: ShellState, text: string): Task<void> => traceHead(state, `[[ ${text} ]]`);

function* unary(state: ShellState, operator: string, operand: Word): Task<boolean> {
  const text = yield* expandToText(state, operand);
  yield* traceTest(state, `${operator} ${quoteForReading(text)}`);
  return testUnary(state, operator, text) ?? testFile(state.sys, operator, text) ?? false;
}

function* binary(state: ShellState, operator: string, left: Word, right: Word): Task<boolean> {
  const text = yield* expandToText(state, left);
  if (state.options.has('xtrace')) {
    const other = fieldText(yield* expandToPattern(state, right));
    yield* traceTest(
      state,
      `${quoteForReading(text)} ${operator} ${isSource(operator) ? other : quoteForReading(other)}`,
    );
  }
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = patternRegExp(yield* expandToPattern(state, right), { extglob: true });
    return pattern.test(text) === (operator !== '!=');
  }
  if (operator === '=~') return matches(state, text, yield* expandToPattern(state, right));
  const other = yield* expandToText(state, right);
  if (operator === '<') return text < other;
  if (operator === '>') return text > other;
  const numeric = COMPARE_NUMBERS[operator];
  if (numeric) return numeric(arithmetic(state, text), arithmetic(state, other));
  return compareFiles(state.sys, operator, [text, other], false) ?? false;
}

/** `=~`: sets BASH_REMATCH. */
function matches(state: ShellState, text: string, field: Field): boolean {
  const source = field
    .map((piece) => (piece.quoted ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : piece.text))
    .join('');
  let found: RegExpExecArray | null;
  try {
    found = new RegExp(
      source.replaceAll('[:space:]', '\\s').replaceAll('[:digit:]', '\\d').replaceAll('[:alpha:]', 'A-Za-z'),
    ).exec(text);
  } catch {
    state.status = 2;
    return false;
  }
  state.variables.setElements('BASH_REMATCH', new Map((found ?? []).map((group, i) => [i, group ?? ''])));
  return found !== null;
}
