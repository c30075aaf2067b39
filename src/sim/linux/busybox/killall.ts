import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { processesNamed } from '../processes-named.ts';
import { signalNumber, signalOf } from '../signal-names.ts';
import { applet } from './applet.ts';
import { listSignals } from './kill.ts';

/** killall: sends a signal to the processes that run under a name. */
export const killall = applet({
  literal: true,
  *run(call) {
    const words = [...call.operands];
    if (words[0] === '-l') return yield* listSignals(call, words.slice(1));
    const quiet = words[0] === '-q' && words.shift() !== undefined;
    const name = words[0]?.startsWith('-') ? (words.shift() as string).slice(1) : 'TERM';
    const number = signalNumber(name);
    if (number === undefined) throw new Failure(`bad signal name '${name}'`);
    if (words.length === 0) throw new Failure('you need to specify whom to kill');
    const signal = signalOf(number);
    if (signal === undefined) throw new NotSimulated(`killall -${name}`);
    let status = 0;
    for (const word of words) status = (yield* killNamed(call, word, signal, quiet)) ? status : 1;
    return status;
  },
});

function* killNamed(
  call: Call,
  name: string,
  signal: NonNullable<ReturnType<typeof signalOf>>,
  quiet: boolean,
): Task<boolean> {
  const found = processesNamed(call.sys, name);
  for (const { pid } of found) call.sys.kill(pid, signal);
  if (found.length === 0 && !quiet) yield* call.warn(`${name}: no process killed`);
  return found.length > 0;
}
