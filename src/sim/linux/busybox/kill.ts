import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { SIGNAL_NAMES, signalNumber, signalOf } from '../signal-names.ts';
import { applet } from './applet.ts';

/** `-l`: all signals, or what the given numbers and names mean. */
export function* listSignals(call: Call, words: readonly string[]): Task<number> {
  if (words.length === 0) {
    const lines = SIGNAL_NAMES.map((name, i) => `${String(i).padStart(2)}) ${name}\n`).slice(1);
    yield* call.print(lines.join(''));
    return 0;
  }
  for (const word of words) {
    const number = signalNumber(/^\d+$/.test(word) ? String(Number(word) & 127) : word);
    if (number === undefined) throw new Failure(`unknown signal '${word}'`);
    yield* call.print(`${/^\d+$/.test(word) ? SIGNAL_NAMES[number] : number}\n`);
  }
  return 0;
}

/** kill: sends a signal to processes, or with a negative number to process groups. */
export const kill = applet({
  literal: true,
  *run(call) {
    const words = [...call.operands];
    if (words[0] === '-l') return yield* listSignals(call, words.slice(1));
    let name = 'TERM';
    if (words[0] === '-s') name = words.splice(0, 2)[1] ?? '';
    else if (words[0]?.startsWith('-') && words[0] !== '--') name = (words.shift() as string).slice(1);
    if (words[0] === '--') words.shift();
    const number = signalNumber(name);
    if (number === undefined) throw new Failure(`bad signal name '${name}'`);
    if (words.length === 0) throw new Failure('you need to specify whom to kill');
    return yield* send(call, words, number, name);
  },
});

function* send(call: Call, words: readonly string[], number: number, name: string): Task<number> {
  const { sys } = call;
  const signal = signalOf(number);
  if (signal === undefined && number !== 0) throw new NotSimulated(`kill -${name}`);
  let status = 0;
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) throw new Failure(`invalid number '${word}'`);
    try {
      if (signal !== undefined) sys.kill(Number(word), signal);
      else if (!sys.processes().some(({ pid }) => pid === Number(word)))
        throw new Failure(`can't kill pid ${word}: No such process`);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(`can't kill pid ${word}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}
