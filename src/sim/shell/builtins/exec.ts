import { exitStatus } from '../jobs.ts';
import { ShellExit } from '../run/control.ts';
import { launch } from '../run/launch.ts';
import { waitForChild } from '../run/wait.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

/** `exec PROGRAM`: the shell ends with the program that takes its place. `exec > file` is seen to in `run/simple.ts`. */
export const exec: Builtin = function* (state, args) {
  const words = args[0] === '--' ? args.slice(1) : args;
  const pid = launch(state, words, {});
  if (typeof pid !== 'number') {
    const text = state.dialect === 'bash' ? pid.text.replace('command not found', 'not found') : pid.text;
    if (state.interactive) throw new BuiltinError(text, pid.status);
    throw new BuiltinError(text, pid.status);
  }
  const status = yield* waitForChild(state, pid);
  throw new ShellExit(status ? exitStatus(status) : 0);
};
