import { complaint } from '../messages.ts';
import { LoopExit, ReturnFromFunction, ShellExit } from '../run/control.ts';
import { keptByStoppedJobs } from '../run/notify.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

/** A whole number given to a builtin, or how the shell refuses it. */
function number(state: ShellState, text: string): number {
  if (/^-?\d+$/.test(text) && (state.dialect === 'bash' || !text.startsWith('-'))) return Number(text);
  throw new BuiltinError(state.dialect === 'ash' ? `Illegal number: ${text}` : `${text}: numeric argument required`, 2);
}

export const exit: Builtin = function* (state, args) {
  const [text] = args;
  if (state.dialect === 'bash' && state.interactive && !state.isSubshell) yield* state.sys.write(2, 'exit\n');
  if (yield* keptByStoppedJobs(state)) return state.dialect === 'ash' ? 0 : 1;
  if (text === undefined) throw new ShellExit(state.status);
  if (state.dialect === 'bash' && !/^-?\d+$/.test(text)) {
    yield* state.sys.write(2, complaint(state, `${text}: numeric argument required`, 'exit'));
    // Since bash 5.3 a shell at a prompt goes on.
    if (state.interactive && !state.isSubshell) return 2;
    throw new ShellExit(2);
  }
  const status = number(state, text);
  if (args.length > 1 && state.dialect === 'bash') throw new BuiltinError('too many arguments', 1);
  throw new ShellExit(status & 0xff);
};

export const returnBuiltin: Builtin = function* (state, args) {
  const status = args[0] === undefined ? state.status : number(state, args[0]) & 0xff;
  if (state.dialect === 'bash' && state.callStack.length === 0 && state.sourced === 0) {
    throw new BuiltinError("can only `return' from a function or sourced script", 2);
  }
  throw new ReturnFromFunction(status);
};

const loopExit = (how: 'break' | 'continue'): Builtin =>
  function* (state, args) {
    const levels = args[0] === undefined ? 1 : number(state, args[0]);
    if (state.loops === 0) {
      if (state.dialect === 'ash') return 0;
      yield* state.sys.write(2, complaint(state, "only meaningful in a `for', `while', or `until' loop", how));
      return 0;
    }
    if (levels < 1)
      throw new BuiltinError(
        state.dialect === 'ash' ? `Illegal number: ${args[0]}` : `${args[0]}: loop count out of range`,
        1,
      );
    throw new LoopExit(how, Math.min(levels, state.loops));
  };

export const breakBuiltin = loopExit('break');
export const continueBuiltin = loopExit('continue');

export const shift: Builtin = function* (state, args) {
  const count = args[0] === undefined ? 1 : number(state, args[0]);
  if (count > state.positional.length || count < 0) return 1;
  state.positional = state.positional.slice(count);
  return 0;
};
