import { complaint } from '../messages.ts';
import { ShellExit } from '../run/control.ts';
import { replaceShell } from '../run/launch.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

/** `exec PROGRAM`: another program takes the shell's place. What `exec > file` opens, `run/simple.ts` leaves open. */
export const exec: Builtin = function* (state, args) {
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0) return 0;
  const failed = replaceShell(state, words);
  const text = state.dialect === 'bash' ? failed.text.replace('command not found', 'not found') : failed.text;
  // From here on ash is not interactive (ash.c, execcmd): it ends.
  if (state.dialect === 'ash') state.interactive = false;
  if (state.interactive) throw new BuiltinError(text, failed.status);
  yield* state.sys.write(2, complaint(state, text, 'exec'));
  throw new ShellExit(failed.status);
};
