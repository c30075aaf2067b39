import { type ParameterExpansionPart, parse, type Word, type WordPart } from 'unbash';
import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { arithmetic } from './arithmetic-scope.ts';
import { expandBraces } from './brace.ts';
import { type Field, FieldBuilder, fieldText } from './fields.ts';
import { lookUp, type ParameterValue } from './lookup.ts';
import { badSubstitution, checkSet, expandParameter, type OperandExpander } from './parameter.ts';
import { expandPathname } from './pathname.ts';
import { tildePrefix } from './tilde.ts';

const DEFAULT_IFS = ' \t\n';

/** A word on its way to fields. `assignment`: tildes count after colons too. */
interface Expansion {
  readonly state: ShellState;
  readonly builder: FieldBuilder;
  readonly splits: boolean;
  readonly assignment: boolean;
}

const ifs = (state: ShellState): string => state.variables.get('IFS') ?? DEFAULT_IFS;

/** A word as the arguments of a command: all expansions, field splitting, pathnames (POSIX 2.6). */
export function* expandToFields(state: ShellState, word: Word): Task<string[]> {
  if (state.dialect === 'bash' && word.parts?.some((part) => part.type === 'BraceExpansion')) {
    const fields: string[] = [];
    for (const text of expandBraces(word.text)) fields.push(...(yield* fieldsOf(state, parseWord(text))));
    return fields;
  }
  return yield* fieldsOf(state, word);
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
    const paths = state.options.has('noglob') ? [] : expandPathname(state.sys, field);
    return paths.length > 0 ? paths : [fieldText(field)];
  });
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

/** A here-document's body or arithmetic text: expansions only. */
export function* expandParts(state: ShellState, parts: readonly WordPart[]): Task<string> {
  const builder = new FieldBuilder(undefined);
  for (const part of parts) yield* addPart({ state, builder, splits: false, assignment: false }, part, true);
  builder.end();
  return builder.fields.map(fieldText).join(' ');
}

/** Expands text as if it stood in double quotes: arithmetic, PS1. */
export function* expandQuoted(state: ShellState, text: string): Task<string> {
  if (!/[$`\\]/.test(text)) return text;
  const word = parseWord(`"${text.replaceAll('"', '\\"')}"`);
  return yield* expandToText(state, word);
}

const operands: OperandExpander = { text: (state, word) => expandToText(state, word), pattern: expandToPattern };

const EMPTY: Word = { type: 'Word', text: '', value: '', pos: 0, end: 0 };

function parseWord(text: string): Word {
  const [statement] = parse(`: ${text}`).commands;
  const command = statement?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  return word?.type === 'Word' ? word : EMPTY;
}

function* addWord(expansion: Expansion, word: Word, quoted: boolean): Task<void> {
  if (word.parts === undefined) addLiteral(expansion, word.text, quoted, true);
  else for (const [i, part] of word.parts.entries()) yield* addPart(expansion, part, quoted, i === 0);
}

/** Adds source text that may hold backslashes and, at a word's start, a tilde. */
function addLiteral({ state, builder, assignment }: Expansion, source: string, quoted: boolean, first: boolean): void {
  let text = source;
  const tilde = first && !quoted ? tildePrefix(state, text) : undefined;
  if (tilde) {
    builder.add(tilde.directory, true);
    text = text.slice(tilde.length);
  }
  for (const [run, escaped] of text.matchAll(
    quoted ? /\\([$`"\\\n])|(?:(?!\\[$`"\\\n])[\s\S])+/g : /\\([\s\S])|[^\\]+|\\$/g,
  )) {
    if (escaped !== undefined) {
      if (escaped !== '\n') builder.add(escaped, true);
    } else if (assignment && run.includes(':~')) addAfterColons(state, builder, run);
    else builder.add(run, quoted);
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
      if (quoted) builder.add(part.value, true);
      else addLiteral(expansion, part.text, false, first);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      builder.add(part.value, true);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) builder.add('', true);
      for (const inner of part.parts) yield* addPart(expansion, inner, true);
      return;
    case 'Glob':
      yield* addGlob(expansion, part, quoted);
      return;
    case 'SimpleExpansion':
      addValue(expansion, checkSet(state, part.text.slice(1), lookUp(state, part.text.slice(1))), quoted);
      return;
    case 'ParameterExpansion':
      yield* addParameter(expansion, part, quoted);
      return;
    case 'CommandExpansion':
      if (part.script) addText(expansion, yield* state.interpreter.substitute(state, part.script), quoted);
      return;
    case 'ArithmeticExpansion':
      addText(
        expansion,
        String(arithmetic(state, yield* expandQuoted(state, part.text.slice(3, -2).replaceAll('"', '')))),
        quoted,
      );
      return;
    case 'ProcessSubstitution':
      if (part.script) builder.add(state.interpreter.substituteProcess(state, part.script, part.operator), true);
      return;
    case 'ExtendedGlob':
      builder.add(part.text, quoted);
      return;
    case 'BraceExpansion':
      yield* addBraceText(expansion, part, quoted);
      return;
  }
}

/** A brace that is not expanded: ash has no brace expansion, nor has an assignment in bash. */
function* addBraceText(
  expansion: Expansion,
  part: Extract<WordPart, { type: 'BraceExpansion' }>,
  quoted: boolean,
): Task<void> {
  if (part.parts === undefined) {
    addLiteral(expansion, part.text, quoted, false);
    return;
  }
  expansion.builder.add('{', quoted);
  for (const inner of part.parts) yield* addPart(expansion, inner, quoted);
  expansion.builder.add('}', quoted);
}

function* addGlob(expansion: Expansion, part: Extract<WordPart, { type: 'Glob' }>, quoted: boolean): Task<void> {
  const { builder } = expansion;
  if (part.kind !== 'bracket') return builder.add(part.text, quoted);
  builder.add('[', quoted);
  for (const inner of part.parts) yield* addPart(expansion, inner, quoted);
  builder.add(']', quoted);
}

function* addParameter(expansion: Expansion, part: ParameterExpansionPart, quoted: boolean): Task<void> {
  const { state } = expansion;
  if (!part.text.endsWith('}')) throw badSubstitution(state, part.text);
  const result = yield* expandParameter(state, part, operands);
  if (result.kind === 'word') {
    if (result.word.text === '' && quoted) expansion.builder.add('', true);
    yield* addOperand(expansion, result.word, quoted);
  } else addValue(expansion, result, quoted);
}

/** The word of `${x:-word}` in the parameter's place; blanks in it split, as in dash's EXP_QUOTED handling, where it is not quoted. */
function* addOperand(expansion: Expansion, word: Word, quoted: boolean): Task<void> {
  const { builder, splits } = expansion;
  if (word.parts !== undefined || quoted || !splits || word.text.includes('\\'))
    yield* addWord(expansion, word, quoted);
  else if (word.text.startsWith('~')) yield* addWord(expansion, word, false);
  else builder.addExpanded(word.text);
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
