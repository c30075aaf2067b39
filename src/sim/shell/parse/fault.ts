import type { Dialect } from '../dialect.ts';
import type { Assignment, Word } from './ast.ts';

export interface Token {
  readonly type: 'word' | 'operator' | 'redirection' | 'newline' | 'end';
  readonly text: string;
  readonly pos: number;
  readonly end: number;
  /** What a word is made of, and the assignment that it may be. */
  readonly word?: Word;
  readonly assignment?: Assignment | undefined;
}

/** What is wrong with a piece of source; `pos` is an offset in it. */
export type Fault =
  | { readonly kind: 'unexpected'; readonly token: Token; readonly expecting?: string; readonly opener?: Token }
  | { readonly kind: 'condition'; readonly token: Token }
  | { readonly kind: 'unterminated'; readonly closer: string; readonly pos: number }
  | { readonly kind: 'invalid'; readonly ash: string; readonly token: Token };

/** Thrown by the scanner and the grammar. */
export class Malformed extends Error {
  readonly fault: Fault;
  /** It is in text that is complete as it is: between backquotes. */
  readonly #enclosed: boolean;

  constructor(fault: Fault, enclosed = false) {
    super(fault.kind);
    this.fault = fault;
    this.#enclosed = enclosed;
  }

  /** Would more lines have mended it? */
  get incomplete(): boolean {
    if (this.#enclosed) return false;
    const { fault } = this;
    if (fault.kind === 'unterminated') return true;
    return (fault.kind === 'unexpected' || fault.kind === 'condition') && fault.token.type === 'end';
  }
}

const UNTERMINATED: Readonly<Record<string, string>> = {
  "'": 'unterminated quoted string',
  '"': 'unterminated quoted string',
  '`': 'EOF in backquote substitution',
  '))': "missing '))'",
  '}': "missing '}'",
  ')': 'unexpected end of file (expecting ")")',
};

const TOKEN_NAMES: Readonly<Partial<Record<Token['type'], string>>> = {
  newline: 'newline',
  end: 'end of file',
  redirection: 'redirection',
};

const RESERVED = new Set('! case do done elif else esac fi for if in then until while { }'.split(' '));

/** ash.c's tokname(): reserved words and operators quoted, the rest by kind. */
function ashToken(token: Token): string {
  const name = TOKEN_NAMES[token.type];
  if (name !== undefined) return name;
  return token.type === 'word' && !RESERVED.has(token.text) ? 'word' : `"${token.text}"`;
}

function ashText(fault: Fault): string {
  if (fault.kind === 'unterminated') return UNTERMINATED[fault.closer] ?? 'unterminated quoted string';
  if (fault.kind === 'invalid') return fault.ash;
  const expecting =
    fault.kind === 'condition' || fault.expecting === undefined ? '' : ` (expecting "${fault.expecting}")`;
  return `unexpected ${ashToken(fault.token)}${expecting}`;
}

function bashText(fault: Fault, line: (pos: number) => number): string {
  if (fault.kind === 'unterminated') {
    return `unexpected EOF while looking for matching \`${fault.closer.slice(-1)}'`;
  }
  const { token } = fault;
  if (token.type !== 'end') {
    if (fault.kind === 'condition') return `syntax error near \`${token.text.replace('\n', 'newline')}'`;
    return `syntax error near unexpected token \`${token.type === 'newline' ? 'newline' : token.text}'`;
  }
  const opener = fault.kind === 'unexpected' ? fault.opener : undefined;
  const from = opener && ` from \`${opener.text}' command on line ${line(opener.pos)}`;
  return `syntax error: unexpected end of file${from ?? ''}`;
}

/** The line of the source (from 1) on which bash reports a fault: an unclosed quote where it opens, else where reading stopped. */
export function faultLine(fault: Fault, line: (pos: number) => number): number {
  if (fault.kind !== 'unterminated') return line(fault.token.pos);
  return line(fault.pos);
}

/** The text of a fault, without the shell's name before it. */
export function faultText(dialect: Dialect, fault: Fault, line: (pos: number) => number): string {
  return dialect === 'ash' ? `syntax error: ${ashText(fault)}` : bashText(fault, line);
}
