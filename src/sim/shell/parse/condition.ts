import type { TestExpression, Word } from './ast.ts';
import { Malformed } from './fault.ts';
import type { TokenStream } from './token-stream.ts';

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const BINARY = /^(==?|!=|=~|<|>|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** The expression of `[[ … ]]`, both brackets taken (bash's cond_expr of parse.y). Throws {@link Malformed}. */
export function readCondition(tokens: TokenStream): TestExpression {
  tokens.take();
  const expression = readOr(tokens);
  if (!tokens.accept(']]')) throw misplaced(tokens);
  return expression;
}

const misplaced = (tokens: TokenStream): Malformed => new Malformed({ kind: 'condition', token: tokens.peek() });

function readOr(tokens: TokenStream): TestExpression {
  const left = readAnd(tokens);
  return tokens.accept('||') ? { type: 'TestLogical', operator: '||', left, right: readOr(tokens) } : left;
}

function readAnd(tokens: TokenStream): TestExpression {
  const left = readTerm(tokens);
  tokens.newlines();
  return tokens.accept('&&') ? { type: 'TestLogical', operator: '&&', left, right: readAnd(tokens) } : left;
}

function readTerm(tokens: TokenStream): TestExpression {
  tokens.newlines();
  if (tokens.accept('!')) return { type: 'TestNot', operand: readTerm(tokens) };
  if (tokens.accept('(')) {
    const expression = readOr(tokens);
    if (!tokens.accept(')')) throw misplaced(tokens);
    return { type: 'TestGroup', expression };
  }
  const first = readOperand(tokens);
  if (UNARY.test(first.text) && !atEnd(tokens)) {
    return { type: 'TestUnary', operator: first.text, operand: readOperand(tokens) };
  }
  return readComparison(tokens, first);
}

function readComparison(tokens: TokenStream, left: Word): TestExpression {
  const { text, type } = tokens.peek();
  if ((type === 'word' || type === 'redirection') && BINARY.test(text)) {
    tokens.take();
    const right = text === '=~' ? tokens.regex() : readOperand(tokens);
    return { type: 'TestBinary', operator: text, left, right };
  }
  if (!atEnd(tokens) || UNARY.test(left.text)) throw misplaced(tokens);
  return { type: 'TestUnary', operator: '-n', operand: left };
}

/** May an operand that stands alone end here? */
const atEnd = (tokens: TokenStream): boolean => [']]', '&&', '||', ')'].some((text) => tokens.is(text));

function readOperand(tokens: TokenStream): Word {
  if (tokens.is(']]') || tokens.peek().type !== 'word') throw misplaced(tokens);
  return tokens.word();
}
