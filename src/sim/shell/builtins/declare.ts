import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import type { Variable } from '../variables.ts';
import { type Builtin, BuiltinError, notSimulated } from './builtin.ts';
import { output } from './echo.ts';
import { forEachName } from './export.ts';
import { declaration, declarations } from './variables-listing.ts';

/** Which variables `declare -i`, `-ax` … without names mean: those that have all of these. */
const having =
  (flags: string) =>
  (variable: Variable): boolean =>
    (!flags.includes('x') || variable.exported) &&
    (!flags.includes('r') || variable.readonly) &&
    (!flags.includes('i') || variable.integer === true) &&
    (!flags.includes('A') || variable.associative === true) &&
    (!flags.includes('a') || (variable.elements !== undefined && !variable.associative)) &&
    variable.value !== undefined;

function* printed(state: ShellState, names: readonly string[]): Task<number> {
  let status = 0;
  for (const name of names) {
    const variable = state.variables.find(name);
    if (variable) yield* output(state, declaration(state, 'export', name, variable));
    else {
      yield* state.sys.write(2, complaint(state, `${name}: not found`, 'declare'));
      status = 1;
    }
  }
  return status;
}

/** bash's `declare` and `typeset`: `-x -r -a -A -i -u -l -g -p`; what else they can do is not simulated. */
export const declare: Builtin = (state, args) => declareAs('declare', state, args);

/** `local`: as {@link declare}, within functions only; ash's takes names and values. */
export const local: Builtin = function* (state, args) {
  const { variables, dialect } = state;
  if (!variables.inFunction) {
    if (dialect === 'ash') throw new BuiltinError('not in a function', 2);
    throw new BuiltinError('can only be used in a function', 1);
  }
  if (dialect === 'bash') return yield* declareAs('local', state, args);
  return yield* forEachName(state, 'local', args, (name, value) => {
    variables.local(name);
    if (value !== undefined) variables.set(name, value);
  });
};

function* declareAs(builtin: string, state: ShellState, args: readonly string[]): Task<number> {
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const words = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg));
  const unknown = /[^-xrapgAiul]/.exec(flags);
  if (unknown) throw notSimulated(`${builtin} -${unknown[0]}`);
  if (words.length === 0) return yield* output(state, declarations(state, 'export', having(flags)));
  if (flags.includes('p')) return yield* printed(state, words);
  const { variables } = state;
  return yield* forEachName(state, builtin, words, (name, value) => {
    if (variables.inFunction && !flags.includes('g')) variables.local(name);
    if (flags.includes('A')) variables.mark(name, 'associative');
    if (flags.includes('i')) variables.mark(name, 'integer');
    if (flags.includes('u')) variables.setLetters(name, 'upper');
    if (flags.includes('l')) variables.setLetters(name, 'lower');
    const integer = variables.find(name)?.integer === true;
    if (value !== undefined) variables.set(name, integer ? String(arithmetic(state, value)) : value);
    if (flags.includes('x')) variables.export(name);
    if (flags.includes('r')) variables.makeReadonly(name);
  });
}
