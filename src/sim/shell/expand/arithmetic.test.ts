import { assert, bigInt, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { ArithmeticError, type ArithmeticScope, evaluateArithmetic } from './arithmetic.ts';

function scope(dialect: 'ash' | 'bash', variables: Record<string, string> = {}): ArithmeticScope {
  return {
    dialect,
    get: (name) => variables[name],
    set: (name, _, value) => {
      variables[name] = value;
    },
  };
}

const value = (text: string, variables?: Record<string, string>): number =>
  Number(evaluateArithmetic(text, scope('bash', variables)));

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['-7 / 2', -3],
  ['-7 % 2', -1],
  ['2 ** 3 ** 2', 512],
  ['1 < 2 ? 3 : 4', 3],
  ['5 && 0 || 1', 1],
  ['1 << 4 | 1', 17],
  ['010 + 0x10 + 2#11', 27],
  ['~0', -1],
  ['!5', 0],
  ['1, 2', 2],
  ['', 0],
])('%s', (text, expected) => expect(value(text)).toBe(expected));

test('variables hold expressions, and are assigned', () => {
  const variables: Record<string, string> = { a: 'b + 1', b: '4' };
  expect(value('a * 2', variables)).toBe(10);
  expect(value('c = b += 2, c++ + c', variables)).toBe(13);
  expect(variables).toMatchObject({ b: '6', c: '7' });
});

test('what is not evaluated has no effect', () => {
  const variables: Record<string, string> = { a: '1' };
  expect(value('0 && (a = 5) || 1 ? a : a++ / 0', variables)).toBe(1);
  expect(variables.a).toBe('1');
});

test.each([
  ['1 / 0', 'divide by zero', '1 / 0: division by 0 (error token is "0")'],
  ['1+', 'arithmetic syntax error', '1+: arithmetic syntax error: operand expected (error token is "+")'],
  ['1+a b', 'arithmetic syntax error', '1+a b: arithmetic syntax error in expression (error token is "b")'],
  ['08', 'arithmetic syntax error', '08: value too great for base (error token is "08")'],
])('%s is refused', (text, ash, bash) => {
  expect(() => evaluateArithmetic(text, scope('ash'))).toThrow(new ArithmeticError(ash));
  expect(() => evaluateArithmetic(text, scope('bash'))).toThrow(new ArithmeticError(bash));
});

test('sums and products wrap as 64-bit integers do', () => {
  const operand = bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
  assert(
    property(operand, operand, constantFrom('+', '-', '*', '&', '|', '^'), (a, b, operator) => {
      const exact = { '+': a + b, '-': a - b, '*': a * b, '&': a & b, '|': a | b, '^': a ^ b }[operator] as bigint;
      expect(evaluateArithmetic(`(${a}) ${operator} (${b})`, scope('ash'))).toBe(BigInt.asIntN(64, exact));
    }),
  );
});
