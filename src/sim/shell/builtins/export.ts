import type { Task } from '../../kernel/task.ts';
import { complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';
import { declarations } from './variables-listing.ts';

const NAME = /^[A-Za-z_]\w*$/;

/** Does `act` for each `name` or `name=value`, after giving the value; tells of names that are none. */
export function* forEachName(
  state: ShellState,
  builtin: string,
  words: readonly string[],
  act: (name: string, value: string | undefined) => void,
): Task<number> {
  let status = 0;
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? undefined : word.slice(equals + 1);
    if (NAME.test(name)) act(name, value);
    else if (state.dialect === 'ash') throw new BuiltinError(`${name}: bad variable name`, 2);
    else {
      yield* state.sys.write(2, complaint(state, `\`${word}': not a valid identifier`, builtin));
      status = 1;
    }
  }
  return status;
}

const operands = (args: readonly string[]): readonly string[] =>
  args.filter((arg, i) => !(i === 0 && /^-[a-z-]+$/.test(arg)));

export const exportBuiltin: Builtin = function* (state, args) {
  const words = operands(args);
  if (words.length === 0)
    return yield* output(
      state,
      declarations(state, 'export', ({ exported }) => exported),
    );
  return yield* forEachName(state, 'export', words, (name, value) => {
    if (args[0] === '-n') state.variables.export(name, false);
    else {
      if (value !== undefined) state.variables.set(name, value);
      state.variables.export(name);
    }
  });
};

export const readonlyBuiltin: Builtin = function* (state, args) {
  const words = operands(args);
  if (words.length === 0)
    return yield* output(
      state,
      declarations(state, 'readonly', (variable) => variable.readonly),
    );
  return yield* forEachName(state, 'readonly', words, (name, value) => {
    if (value !== undefined) state.variables.set(name, value);
    state.variables.makeReadonly(name);
  });
};

/** `unset 'a[1]'`: one element of an array. */
function unsetElement({ variables }: ShellState, name: string, index: string): void {
  const key = variables.find(name)?.associative ? index.replace(/^(['"])(.*)\1$/, '$2') : Number(index);
  variables.unsetElement(name, key);
}

export const unset: Builtin = function* (state, args) {
  const functions = args[0] === '-f';
  for (const name of operands(args)) {
    const [, array, index] = (state.dialect === 'bash' && /^([A-Za-z_]\w*)\[(.*)\]$/.exec(name)) || [];
    if (functions) state.functions.delete(name);
    else if (array !== undefined && index !== undefined) unsetElement(state, array, index);
    else if (!NAME.test(name) && state.dialect === 'ash') throw new BuiltinError(`${name}: bad variable name`, 2);
    else if (state.dialect === 'bash' && state.variables.find(name) === undefined) state.functions.delete(name);
    else state.variables.unset(name);
  }
  return 0;
};
