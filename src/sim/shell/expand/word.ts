import type { Task } from '../../kernel/task.ts';
import type { Parameter, Word, WordPart } from '../parse/ast.ts';
import { faultText, Malformed } from '../parse/fault.ts';
import { readHereText } from '../parse/read-command.ts';
import { ShellError } from '../run/control.ts';
import type { ShellState } from '../shell-state.ts';
import { arithmetic } from './arithmetic-scope.ts';
import { expandWordBraces } from './brace.ts';
import { type Field, FieldBuilder, fieldText } from './fields.ts';
import type { ParameterValue } from './lookup.ts';
import { expandParameter, type OperandExpander } from './parameter.ts';
import { expandPathname } from './pathname.ts';
import { isPattern } from './pattern.ts';
import { tildePrefix } from './tilde.ts';

const DEFAULT_IFS = ' \t\n';

/** A word on its way to fields. `assignment`: tildes count after colons too; `operand`: it stands inside `${…}`, where blanks cut it. */
interface Expansion {
  readonly state: ShellState;
  readonly builder: FieldBuilder;
  readonly splits: boolean;
  readonly assignment: boolean;
  readonly operand?: boolean;
}

const ifs = (state: ShellState): string => state.variables.get('IFS') ?? DEFAULT_IFS;

/** A word as the arguments of a command: all expansions, field splitting, pathnames (POSIX 2.6). */
export function* expandToFields(state: ShellState, word: Word): Task<string[]> {
  if (state.dialect === 'ash') return yield* fieldsOf(state, word);
  const fields: string[] = [];
  for (const one of expandWordBraces(word)) fields.push(...(yield* fieldsOf(state, one)));
  return fields;
}

export function* expandWords(state: ShellState, words: readonly Word[]): Task<string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(yield* expandToFields(state, word)));
  return fields;
}

function* fieldsOf(state: ShellState, word: Word): Task<string[]> {
  const builder = new FieldBuilder(ifs(state));
  yield* addWord({ state, builder, splits: true, assignment: false }, word, false);
  builder.end();
  return builder.fields.flatMap((field) => {
    const paths = state.options.has('noglob') ? undefined : pathsOf(state, field);
    return paths ?? [fieldText(field)];
  });
}

/** The paths that a pattern matches; undefined where the word stands for itself. */
function pathsOf({ sys, shopts, dialect }: ShellState, field: Field): string[] | undefined {
  const dots = dialect === 'ash' || !shopts.has('globskipdots');
  const options = { dotglob: shopts.has('dotglob'), nocaseglob: shopts.has('nocaseglob'), dots };
  const paths = expandPathname(sys, field, options);
  if (paths.length > 0) return paths;
  if (shopts.has('failglob') && isPattern(field)) throw new ShellError(`no match: ${fieldText(field)}`, 1);
  return shopts.has('nullglob') && isPattern(field) ? [] : undefined;
}

/** A word as one string: assignments, redirections, here-documents. */
export function* expandToText(state: ShellState, word: Word, assignment = false): Task<string> {
  return fieldText(yield* unsplit(state, word, assignment));
}

/** A word as a pattern: what was quoted stands for itself. */
export function* expandToPattern(state: ShellState, word: Word): Task<Field> {
  return yield* unsplit(state, word, false);
}

function* unsplit(state: ShellState, word: Word, assignment: boolean): Task<Field> {
  const builder = new FieldBuilder(undefined);
  yield* addWord({ state, builder, splits: false, assignment }, word, false);
  builder.end();
  return builder.fields.flatMap((field, i) => (i === 0 ? field : [{ text: ' ', quoted: true }, ...field]));
}

/** Expands text as if it stood in double quotes, which are plain in it: a here-document's body, PS1. Throws {@link ShellError}. */
export function* expandQuoted(state: ShellState, text: string): Task<string> {
  if (!/[$`\\]/.test(text)) return text;
  return yield* expandToText(state, { type: 'Word', text, parts: partsOf(state, text) });
}

function partsOf({ dialect, line }: ShellState, text: string): readonly WordPart[] {
  try {
    return readHereText(text, dialect);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new ShellError(
      faultText(dialect, error.fault, () => line),
      dialect === 'ash' ? 2 : 1,
    );
  }
}

const operands: OperandExpander = { text: (state, word) => expandToText(state, word), pattern: expandToPattern };

function* addWord(expansion: Expansion, word: Word, quoted: boolean): Task<void> {
  const whole = word.parts.length === 1;
  for (const [i, part] of word.parts.entries())
    yield* addPart(expansion, part, quoted, i === 0 && (whole || /[/:]/.test(part.text)));
}

/** Adds unquoted source text, which may hold backslashes and, at a word's start, a tilde. */
function addLiteral(expansion: Expansion, source: string, first: boolean): void {
  const { state, builder, assignment } = expansion;
  let text = source;
  const tilde = first ? tildePrefix(state, text) : undefined;
  if (tilde) {
    builder.add(tilde.directory, true);
    text = text.slice(tilde.length);
  }
  for (const [run, escaped] of text.matchAll(/\\([\s\S])|[^\\]+|\\$/g)) {
    if (escaped !== undefined) {
      if (escaped !== '\n') builder.add(escaped, true);
    } else if (expansion.operand) builder.addExpanded(run);
    else if (assignment && run.includes(':~')) addAfterColons(state, builder, run);
    else builder.add(run, false);
  }
}

function addAfterColons(state: ShellState, builder: FieldBuilder, text: string): void {
  text.split(/(?<=:)/).forEach((piece, i) => {
    const tilde = i > 0 ? tildePrefix(state, piece) : undefined;
    if (tilde) builder.add(tilde.directory, true);
    builder.add(piece.slice(tilde?.length ?? 0), false);
  });
}

function* addPart(expansion: Expansion, part: WordPart, quoted: boolean, first = false): Task<void> {
  const { state, builder } = expansion;
  switch (part.type) {
    case 'Literal':
      return addLiteral(expansion, part.text, first);
    case 'Quoted':
      return builder.add(part.value, true);
    case 'DoubleQuoted':
      if (part.parts.length === 0) builder.add('', true);
      for (const inner of part.parts) yield* addPart(expansion, inner, true);
      return;
    case 'Parameter':
      return yield* addParameter(expansion, part, quoted);
    case 'CommandSubstitution':
      return addText(expansion, yield* state.interpreter.substitute(state, part.script), quoted);
    case 'ArithmeticExpansion':
      return addText(expansion, String(arithmetic(state, yield* expandToText(state, part.expression))), quoted);
    case 'ProcessSubstitution':
      return builder.add(state.interpreter.substituteProcess(state, part.script, part.operator), true);
  }
}

function* addParameter(expansion: Expansion, part: Parameter, quoted: boolean): Task<void> {
  const result = yield* expandParameter(expansion.state, part, operands);
  if (result.kind !== 'word') return addValue(expansion, result, quoted);
  if (result.word.text === '' && quoted) expansion.builder.add('', true);
  yield* addWord({ ...expansion, operand: true }, result.word, quoted);
}

function addText({ builder }: Expansion, text: string, quoted: boolean): void {
  if (quoted) builder.add(text, true);
  else builder.addExpanded(text);
}

function addValue(expansion: Expansion, value: ParameterValue, quoted: boolean): void {
  const { state, builder } = expansion;
  if (value.kind === 'scalar') return addText(expansion, value.value ?? '', quoted);
  if (value.joined && quoted) {
    const separator = state.variables.get('IFS') === undefined ? ' ' : ifs(state).slice(0, 1);
    return builder.add(value.values.join(separator), true);
  }
  value.values.forEach((item, i) => {
    if (i > 0) builder.end();
    addText(expansion, item, quoted);
  });
}
