import { ShellError } from '../run/control.ts';
import type { ShellState } from '../shell-state.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { lookUp } from './lookup.ts';

/** Evaluates expanded arithmetic over the shell's variables. Throws {@link ShellError}. */
export function arithmetic(state: ShellState, text: string): bigint {
  try {
    return evaluateArithmetic(text, {
      dialect: state.dialect,
      associative: (name) => state.variables.find(name)?.associative === true,
      get(name, index) {
        const value = lookUp(state, name, index);
        const found = value.kind === 'scalar' ? value.value : value.values[0];
        // An element that an array lacks is 0 (bash's expr.c).
        const lacking = found === undefined && (index === undefined || state.variables.find(name) === undefined);
        if (lacking && state.options.has('nounset')) throw unbound(state, name);
        return found;
      },
      set(name, index, value) {
        if (index === undefined) state.variables.set(name, value);
        else state.variables.setElement(name, index, value);
      },
    });
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellError(error.message, state.dialect === 'ash' ? 2 : 1);
    throw error;
  }
}

const unbound = (state: ShellState, name: string): ShellError =>
  new ShellError(
    `${name}: ${state.dialect === 'ash' ? 'parameter not set' : 'unbound variable'}`,
    state.dialect === 'ash' ? 2 : 1,
  );
