import type { Dialect } from '../dialect.ts';
import type { Assignment, Command, FunctionDefinition, Redirection, Word } from './ast.ts';
import { startsCompound } from './compound.ts';
import { Malformed, type Token } from './fault.ts';
import type { Grammar } from './grammar.ts';

const FUNCTION_NAME: Readonly<Record<Dialect, RegExp>> = { ash: /^[A-Za-z_]\w*$/, bash: /^[^$'"`\\]+$/ };

/** The builtins whose arguments may be assignments: BUILTIN_ASSIGN of ash.c, ASSIGNMENT_BUILTIN of bash's builtins. */
const DECLARES: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  ash: new Set(['alias', 'export', 'local', 'readonly']),
  bash: new Set(['alias', 'declare', 'export', 'local', 'readonly', 'typeset']),
};

/** A simple command, or the definition of a function, which starts like one. */
export function readSimpleCommand(grammar: Grammar): Command | FunctionDefinition {
  const { tokens } = grammar;
  const assignments: Assignment[] = [];
  const words: (Word | Assignment)[] = [];
  const redirections: Redirection[] = [];
  const line = grammar.lineOf(tokens.peek().pos);
  for (;;) {
    const [name] = words;
    const plain = assignments.length + redirections.length === 0;
    if (name === undefined && !plain) tokens.expandAlias();
    const token = tokens.peek();
    if (token.type === 'redirection') redirections.push(grammar.redirection());
    else if (token.type === 'word') {
      if (name !== undefined) tokens.expandAliasAfterBlank();
      const { assignment, word } = tokens.take() as Token & { word: Word };
      if (assignment && name === undefined) assignments.push(assignment);
      else if (assignment && name && DECLARES[grammar.dialect].has(name.text)) words.push(assignment);
      else words.push(withoutArray(word, assignment, token));
    } else if (grammar.dialect === 'ash' && inBrackets(words) && /^(&&|\|\|)$/.test(token.text)) {
      tokens.take();
      words.push({ type: 'Word', text: token.text, parts: [{ type: 'Literal', text: token.text }] });
    } else if (token.text === '(' && words.length === 1 && plain) return readFunction(grammar, (name as Word).text);
    else return { type: 'Command', assignments, words, redirections, line };
  }
}

/** ash's `[[ … ]]` is a builtin, in which `&&` and `||` are words. */
const inBrackets = (words: readonly (Word | Assignment)[]): boolean =>
  words[0]?.text === '[[' && words.at(-1)?.text !== ']]';

/** `name=(…)` may only stand where assignments do. */
function withoutArray(word: Word, assignment: Assignment | undefined, { pos }: Token): Word {
  if (assignment === undefined || 'parts' in assignment.value) return word;
  const open = pos + word.text.indexOf('(');
  throw new Malformed({ kind: 'unexpected', token: { type: 'operator', text: '(', pos: open, end: open + 1 } });
}

function readFunction(grammar: Grammar, name: string): FunctionDefinition {
  const { tokens } = grammar;
  const open = tokens.take();
  tokens.expect(')');
  if (!FUNCTION_NAME[grammar.dialect].test(name)) {
    throw new Malformed({ kind: 'invalid', ash: 'bad function name', token: open });
  }
  tokens.newlines();
  if (grammar.dialect === 'bash' && !startsCompound(grammar, tokens.peek())) throw tokens.unexpected();
  return { type: 'Function', name, body: grammar.command() };
}
