import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { kernelSignal } from '../signal-names.ts';
import { Interrupted } from './control.ts';

/** How long a turn of a loop takes at first, µs: what lets other processes run, and ^C come through. */
const TURN = 20;

/** A loop that goes on and on takes longer turns, so that an endless one does not eat up the reader's processor. */
const LONGEST_TURN = 1_000;
const TURNS_BEFORE_LONGER = 2_000;

/** Runs the traps that are due. Throws {@link Interrupted} after a SIGINT that the shell itself handles. */
export function* checkSignals(state: ShellState): Task<void> {
  if (state.interrupted) {
    state.interrupted = false;
    throw new Interrupted();
  }
  if (!state.traps.pending) return;
  const { status } = state;
  for (const action of state.traps.takePending()) yield* runTrap(state, action);
  state.status = status;
}

/** Runs what `trap` was told, which is not what `BASH_COMMAND` tells of. */
export function* runTrap(state: ShellState, action: string): Task<void> {
  const { trapped } = state;
  state.trapped = true;
  try {
    yield* state.interpreter.source(state, action, state.line);
  } finally {
    state.trapped = trapped;
  }
}

/** Lets time pass between two turns of a loop or two calls of a function. */
export function* takeTurn(state: ShellState): Task<void> {
  state.turns++;
  try {
    yield* state.sys.sleep(state.turns < TURNS_BEFORE_LONGER ? TURN : LONGEST_TURN);
  } catch (error) {
    if (!isErrno(error, 'EINTR')) throw error;
  }
  yield* checkSignals(state);
}

/** Makes the process act on a signal as `trap` and the shell's kind want it. */
export function setSignalAction(state: ShellState, name: string): void {
  const signal = kernelSignal(name);
  if (signal === undefined || signal === 'SIGKILL' || signal === 'SIGSTOP') return;
  const action = state.traps.actions.get(name);
  const prompts = state.interactive && !state.isSubshell;
  if (action === '') state.sys.signal(signal, 'ignore');
  else if (action !== undefined) state.sys.signal(signal, () => state.traps.note(name));
  else if (signal === 'SIGINT' && (prompts || isAshScript(state))) {
    state.sys.signal(signal, () => {
      state.interrupted = true;
    });
  } else if (prompts && SHRUGGED_OFF.includes(name)) state.sys.signal(signal, () => {});
  else state.sys.signal(signal, 'default');
}

/** ash catches SIGINT wherever it does not read its standard input: it ends once its child has (ash.c, setsignal). */
const isAshScript = ({ dialect, isSubshell, commandString, scriptFile }: ShellState): boolean =>
  dialect === 'ash' && !isSubshell && (commandString || scriptFile !== undefined);

/** Signals that do nothing to an interactive shell; handled, not ignored, so that its children do not inherit it. */
const SHRUGGED_OFF = ['QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU'];

/** What an interactive shell does about signals from the start. */
export function handleSignals(state: ShellState): void {
  for (const name of ['INT', ...SHRUGGED_OFF]) setSignalAction(state, name);
}
