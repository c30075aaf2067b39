import type { ArithmeticExpression } from 'unbash';

/** An arithmetic tree as text again, for the evaluator, which needs the text to quote it in errors. */
export function arithmeticText(node: ArithmeticExpression): string {
  switch (node.type) {
    case 'ArithmeticWord':
      return node.value;
    case 'ArithmeticBinary':
      return `${arithmeticText(node.left)} ${node.operator} ${arithmeticText(node.right)}`;
    case 'ArithmeticUnary':
      return node.prefix
        ? `${node.operator} ${arithmeticText(node.operand)}`
        : `${arithmeticText(node.operand)}${node.operator}`;
    case 'ArithmeticTernary':
      return `${arithmeticText(node.test)} ? ${arithmeticText(node.consequent)} : ${arithmeticText(node.alternate)}`;
    case 'ArithmeticGroup':
      return `(${arithmeticText(node.expression)})`;
    case 'ArithmeticCommandExpansion':
      return node.text;
  }
}
