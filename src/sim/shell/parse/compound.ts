import type {
  ArithmeticFor,
  Branch,
  Case,
  CaseItem,
  CompoundCommand,
  Coproc,
  For,
  FunctionDefinition,
  List,
  Word,
} from './ast.ts';
import { readCondition } from './condition.ts';
import { Malformed, type Token } from './fault.ts';
import type { Grammar } from './grammar.ts';

type Compound = CompoundCommand | FunctionDefinition | Coproc;

const NAME = /^[A-Za-z_]\w*$/;

const READERS: Readonly<Record<string, (grammar: Grammar) => Compound>> = {
  if: readIf,
  while: readLoop,
  until: readLoop,
  for: readFor,
  case: readCase,
  '(': readParentheses,
  '{': readGroup,
  function: readFunctionKeyword,
};

const BASH_READERS: Readonly<Record<string, (grammar: Grammar) => Compound>> = {
  '[[': (grammar) => ({ type: 'TestCommand', expression: readCondition(grammar.tokens) }),
  select: readFor,
  coproc: readCoproc,
};

function readerOf({ dialect }: Grammar, { text, type }: Token): ((grammar: Grammar) => Compound) | undefined {
  if (type !== 'word' && type !== 'operator') return undefined;
  if (Object.hasOwn(READERS, text)) return READERS[text];
  return dialect === 'bash' && Object.hasOwn(BASH_READERS, text) ? BASH_READERS[text] : undefined;
}

/** Does a compound command (or one of bash's keywords) start with `token`? */
export const startsCompound = (grammar: Grammar, token: Token): boolean => readerOf(grammar, token) !== undefined;

/** Reads the compound command that starts with `token`, without the redirections after it. */
export function readCompound(grammar: Grammar, token: Token): Compound {
  const read = readerOf(grammar, token);
  if (read === undefined) throw grammar.tokens.unexpected();
  return read(grammar);
}

function readGroup(grammar: Grammar): CompoundCommand {
  grammar.tokens.take();
  const body = grammar.list('}');
  grammar.tokens.expect('}');
  return { type: 'BraceGroup', body };
}

function readParentheses(grammar: Grammar): CompoundCommand {
  const open = grammar.tokens.take();
  const [expression] = readArithmetic(grammar, open, ')') ?? [];
  if (expression !== undefined) return { type: 'ArithmeticCommand', expression };
  const body = grammar.list(')');
  grammar.tokens.expect(')');
  return { type: 'Subshell', body };
}

/** bash's `((…))` after its first parenthesis, cut at `enders`; undefined when it is two subshells after all. */
function readArithmetic({ dialect, cursor, tokens }: Grammar, open: Token, enders: string): Word[] | undefined {
  if (dialect !== 'bash' || cursor.source[open.end] !== '(') return undefined;
  cursor.pos++;
  const { words } = tokens;
  const list = [words.arithmetic(enders)];
  while (enders !== ')' && words.match(/;/y) !== undefined) list.push(words.arithmetic(enders));
  if (cursor.pos >= cursor.source.length) throw new Malformed({ kind: 'unterminated', closer: '))', pos: open.pos });
  if (words.match(/\)\)/y) !== undefined) return list;
  cursor.pos = open.end;
  return undefined;
}

function readIf(grammar: Grammar): CompoundCommand {
  const { tokens } = grammar;
  const branches: Branch[] = [];
  do {
    tokens.take();
    const condition = grammar.list('then');
    tokens.expect('then');
    branches.push({ condition, body: grammar.list('fi') });
  } while (tokens.is('elif'));
  const otherwise = tokens.accept('else') ? grammar.list('fi') : undefined;
  tokens.expect('fi');
  return { type: 'If', branches, otherwise };
}

function readLoop(grammar: Grammar): CompoundCommand {
  const kind = grammar.tokens.take().text as 'while' | 'until';
  const condition = grammar.list('do');
  return { type: 'While', kind, condition, body: readBody(grammar) };
}

function readBody(grammar: Grammar): List {
  grammar.tokens.expect('do');
  const body = grammar.list('done');
  grammar.tokens.expect('done');
  return body;
}

function readFor(grammar: Grammar): CompoundCommand {
  const { tokens, dialect } = grammar;
  const type = tokens.take().text === 'for' ? 'For' : 'Select';
  const token = tokens.peek();
  if (token.text === '(') return readArithmeticFor(grammar);
  if (token.type !== 'word' || (dialect === 'ash' && !NAME.test(token.text))) {
    if (token.type === 'end') throw tokens.unexpected();
    throw new Malformed({ kind: 'invalid', ash: 'bad for loop variable', token });
  }
  tokens.take();
  const words = readForWords(grammar);
  tokens.newlines();
  return { type, name: token.text, words, body: readBody(grammar) };
}

function readForWords({ tokens }: Grammar): For['words'] {
  tokens.newlines();
  if (!tokens.accept('in')) {
    tokens.accept(';');
    return undefined;
  }
  const words: Word[] = [];
  while (tokens.peek().type === 'word') words.push(tokens.word());
  if (!tokens.accept(';') && tokens.peek().type !== 'newline') throw tokens.unexpected();
  return words;
}

function readArithmeticFor(grammar: Grammar): ArithmeticFor {
  const { tokens } = grammar;
  const open = tokens.take();
  const list = readArithmetic(grammar, open, ';)');
  if (list?.length !== 3) throw new Malformed({ kind: 'invalid', ash: 'bad for loop variable', token: open });
  const [initialize, test, update] = list.map(shown);
  tokens.accept(';');
  tokens.newlines();
  let body: List;
  if (tokens.accept('{')) {
    body = grammar.list();
    tokens.expect('}');
  } else body = readBody(grammar);
  return { type: 'ArithmeticFor', initialize, test, update, body };
}

/** An expression as bash shows it; undefined where there is none. */
function shown(word: Word): Word | undefined {
  const text = word.text.trimStart();
  return text === '' ? undefined : { ...word, text };
}

function readCase(grammar: Grammar): Case {
  const { tokens } = grammar;
  tokens.take();
  const word = tokens.word('word');
  tokens.newlines();
  tokens.expect('in');
  tokens.newlines();
  const items: CaseItem[] = [];
  while (!tokens.accept('esac')) items.push(readCaseItem(grammar));
  return { type: 'Case', word, items };
}

function readCaseItem(grammar: Grammar): CaseItem {
  const { tokens } = grammar;
  const patterns: Word[] = [];
  tokens.accept('(');
  do patterns.push(tokens.word(tokens.peek().type === 'end' ? ')' : undefined));
  while (tokens.accept('|'));
  tokens.expect(')');
  const body = grammar.possibleList();
  const ender = tokens.peek().text;
  if (ender === ';;' || ender === ';&' || ender === ';;&') {
    tokens.take();
    tokens.newlines();
    return { patterns, body, terminator: ender };
  }
  if (!tokens.is('esac')) throw tokens.unexpected(';;');
  return { patterns, body, terminator: ';;' };
}

function readFunctionKeyword(grammar: Grammar): FunctionDefinition {
  const { tokens } = grammar;
  tokens.take();
  const name = tokens.word().text;
  if (tokens.accept('(')) tokens.expect(')');
  tokens.newlines();
  if (!startsCompound(grammar, tokens.peek())) throw tokens.unexpected();
  return { type: 'Function', name, body: grammar.command() };
}

/** A coprocess, which is not simulated: only its end matters. */
function readCoproc(grammar: Grammar): Coproc {
  const { tokens, cursor } = grammar;
  tokens.take();
  const token = tokens.peek();
  const before = NAME.test(token.text) && !startsCompound(grammar, token);
  const named = before && /^[ \t]+([{(]|(if|while|until|for|case|select|\[\[)\s)/.test(cursor.source.slice(token.end));
  if (named) tokens.take();
  return { type: 'Coproc', name: named ? token.text : 'COPROC', command: grammar.command() };
}
