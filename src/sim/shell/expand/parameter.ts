import type { Task } from '../../kernel/task.ts';
import type { Parameter, ParameterOperation, Word } from '../parse/ast.ts';
import { ansiQuoted, quoteAlways } from '../quote.ts';
import { ShellError } from '../run/control.ts';
import type { ShellState } from '../shell-state.ts';
import { elementsOf } from '../variables.ts';
import { arithmetic } from './arithmetic-scope.ts';
import type { Field } from './fields.ts';
import { lookUp, type ParameterValue } from './lookup.ts';
import { patternRegExp } from './pattern.ts';

/** How a parameter's operands are expanded; given by `word.ts`, which calls this file. */
export interface OperandExpander {
  text(state: ShellState, word: Word): Task<string>;
  pattern(state: ShellState, word: Word): Task<Field>;
}

/** What a `${…}` gives: a value, or the operand word in its place. */
export type ParameterResult = ParameterValue | { readonly kind: 'word'; readonly word: Word };

const NAME = /^([A-Za-z_]\w*|\d+|[@*#?$!-])$/;

const badSubstitution = (state: ShellState, text: string): ShellError =>
  state.dialect === 'ash'
    ? new ShellError('syntax error: bad substitution', 2)
    : new ShellError(`${text}: bad substitution`, 1);

/** Expands a `${…}`. Throws {@link ShellError}. */
export function* expandParameter(state: ShellState, part: Parameter, expand: OperandExpander): Task<ParameterResult> {
  const { prefix, operation } = part;
  if (part.name === '' || (state.dialect === 'ash' && notInAsh(part))) throw badSubstitution(state, part.text);
  const name = prefix === '!' ? indirectName(state, part) : part.name;
  if (operation?.type === 'Names') return variableNames(state, part.name, operation.operator);
  const index = part.index && (yield* arrayIndex(state, name, part.index, expand));
  if (prefix === '!' && (index === '@' || index === '*')) return arrayKeys(state, part.name, index === '*');
  const value = lookUp(state, name, index);
  if (prefix === '#') return { kind: 'scalar', value: lengthOf(state, name, value) };
  if (operation === undefined) return checked(state, name, value);
  return yield* operate(state, name, value, operation, expand);
}

const notInAsh = ({ operation }: Parameter): boolean =>
  operation?.type === 'CaseModification' || operation?.type === 'Transform';

function* arrayIndex(state: ShellState, name: string, word: Word, expand: OperandExpander): Task<string | number> {
  if (word.text === '@' || word.text === '*') return word.text;
  const text = yield* expand.text(state, word);
  return state.variables.find(name)?.associative ? text : Number(arithmetic(state, text));
}

function indirectName(state: ShellState, part: Parameter): string {
  if (part.index !== undefined || part.operation?.type === 'Names') return part.name;
  const value = lookUp(state, part.name);
  const name = value.kind === 'scalar' ? value.value : value.values.join(' ');
  if (name === undefined || !NAME.test(name))
    throw new ShellError(`${name ?? part.name}: invalid indirect expansion`, 1);
  return name;
}

function variableNames(state: ShellState, start: string, operator: string): ParameterValue {
  const values = state.variables
    .entries()
    .map(([name]) => name)
    .filter((name) => name.startsWith(start));
  return { kind: 'list', values: values.sort(), joined: operator === '*' };
}

function arrayKeys(state: ShellState, name: string, joined: boolean): ParameterValue {
  const variable = state.variables.find(name);
  const keys = variable?.elements ? elementsOf(variable).map(([key]) => String(key)) : [];
  return { kind: 'list', values: keys, joined };
}

function lengthOf(state: ShellState, name: string, value: ParameterValue): string {
  // ash measures what `$*` gives as one text.
  if (value.kind === 'list' && state.dialect === 'ash') return String(value.values.join(' ').length);
  if (value.kind === 'list') return String(value.values.length);
  const { value: text } = checked(state, name, value) as { value: string | undefined };
  return String([...(text ?? '')].length);
}

/** Under `set -u`, an unset parameter is an error. */
function checked(state: ShellState, name: string, value: ParameterValue): ParameterValue {
  if (value.kind === 'list' || value.value !== undefined || !state.options.has('nounset')) return value;
  const shown = state.dialect === 'bash' && /^\d/.test(name) ? `$${name}` : name;
  throw unset(state, `${shown}: ${state.dialect === 'ash' ? 'parameter not set' : 'unbound variable'}`);
}

const unset = (state: ShellState, message: string): ShellError =>
  new ShellError(message, state.dialect === 'ash' ? 2 : state.commandString && !state.interactive ? 127 : 1);

function* operate(
  state: ShellState,
  name: string,
  value: ParameterValue,
  operation: ParameterOperation,
  expand: OperandExpander,
): Task<ParameterResult> {
  if (operation.type === 'Default') return yield* byDefault(state, name, value, operation, expand);
  const set = checked(state, name, value);
  if (operation.type === 'Slice') return yield* slice(state, set, operation, expand);
  const change = yield* changer(state, operation, expand);
  if (set.kind === 'list') return { ...set, values: set.values.map(change) };
  return { kind: 'scalar', value: set.value === undefined ? undefined : change(set.value) };
}

function* byDefault(
  state: ShellState,
  name: string,
  value: ParameterValue,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  expand: OperandExpander,
): Task<ParameterResult> {
  const text = value.kind === 'scalar' ? value.value : value.values.length === 0 ? undefined : value.values.join(' ');
  const colon = operation.operator.startsWith(':');
  const present = text !== undefined && !(colon && text === '');
  const kind = operation.operator.slice(-1);
  if (kind === '+') return present ? { kind: 'word', word: operation.operand } : { kind: 'scalar', value: '' };
  if (present) return value;
  if (kind === '-') return { kind: 'word', word: operation.operand };
  const operand = yield* expand.text(state, operation.operand);
  if (kind === '?') throw unset(state, `${name}: ${operand || missing(state, colon)}`);
  if (!/^[A-Za-z_]/.test(name)) {
    const message = state.dialect === 'ash' ? `syntax error: bad substitution` : `$${name}: cannot assign in this way`;
    throw new ShellError(message, state.dialect === 'ash' ? 2 : 1);
  }
  state.variables.set(name, operand);
  return { kind: 'scalar', value: operand };
}

function missing(state: ShellState, colon: boolean): string {
  if (state.dialect === 'bash') return colon ? 'parameter null or not set' : 'parameter not set';
  return colon ? 'parameter not set or null' : 'parameter not set';
}

function* slice(
  state: ShellState,
  value: ParameterValue,
  operation: Extract<ParameterOperation, { type: 'Slice' }>,
  expand: OperandExpander,
): Task<ParameterValue> {
  const offset = Number(arithmetic(state, yield* expand.text(state, operation.offset)));
  const length = operation.length && Number(arithmetic(state, yield* expand.text(state, operation.length)));
  if (value.kind === 'list') {
    const all = value.values === state.positional ? [state.name, ...state.positional] : value.values;
    return { ...value, values: cut(all, offset, length) };
  }
  return { kind: 'scalar', value: cut([...(value.value ?? '')], offset, length).join('') };
}

function cut(list: readonly string[], offset: number, length: number | undefined): readonly string[] {
  const start = offset < 0 ? list.length + offset : offset;
  if (start < 0) return [];
  if (length === undefined) return list.slice(start);
  return list.slice(start, length < 0 ? list.length + length : start + length);
}

function* changer(
  state: ShellState,
  operation: ParameterOperation,
  expand: OperandExpander,
): Task<(text: string) => string> {
  switch (operation.type) {
    case 'Remove':
      return remover(yield* expand.pattern(state, operation.operand), operation.operator, state.dialect === 'bash');
    case 'Replace': {
      const pattern = yield* expand.pattern(state, operation.pattern);
      return replacer(
        pattern,
        yield* expand.text(state, operation.replacement),
        operation.operator,
        state.dialect === 'bash',
      );
    }
    case 'CaseModification':
      return caseChanger(operation.operator);
    case 'Transform':
      return transformer(yield* expand.text(state, operation.operand));
    default:
      return (text) => text;
  }
}

function remover(pattern: Field, operator: string, extglob: boolean): (text: string) => string {
  const shortest = operator.length === 1;
  if (operator.startsWith('#')) {
    const expression = patternRegExp(pattern, { shortest, anchor: 'start', extglob });
    return (text) => text.replace(expression, '');
  }
  const expression = patternRegExp(pattern, { extglob });
  return (text) => {
    const cuts = Array.from({ length: text.length + 1 }, (_, i) => (shortest ? text.length - i : i));
    const at = cuts.find((i) => expression.test(text.slice(i)));
    return at === undefined ? text : text.slice(0, at);
  };
}

function replacer(pattern: Field, by: string, operator: string, extglob: boolean): (text: string) => string {
  if (pattern.length === 0 || pattern.every((piece) => piece.text === '')) {
    return (text) => (operator === '/#' ? by + text : operator === '/%' ? text + by : text);
  }
  const anchor = operator === '/#' ? 'start' : operator === '/%' ? 'end' : 'none';
  const expression = patternRegExp(pattern, { anchor, extglob });
  if (operator !== '//') return (text) => text.replace(expression, () => by);
  return (text) => text.replace(new RegExp(expression.source, 'gu'), (match) => (match === '' ? '' : by));
}

function caseChanger(operator: string): (text: string) => string {
  const change = (text: string): string => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  if (operator.length === 2) return change;
  return (text) => change(text.slice(0, 1)) + text.slice(1);
}

function transformer(operator: string): (text: string) => string {
  switch (operator) {
    case 'U':
      return (text) => text.toUpperCase();
    case 'L':
      return (text) => text.toLowerCase();
    case 'u':
      return (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
    case 'Q':
      return (text) => (/\p{Cc}/u.test(text) ? ansiQuoted(text) : quoteAlways(text));
    default:
      return (text) => text;
  }
}
