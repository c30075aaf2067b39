import { defineProgram, Misuse } from '../call.ts';
import { xargs as run } from '../text/xargs.ts';

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new Misuse(`invalid number "${text}" for -n option`);
  if (Number(text) === 0) throw new Misuse('value 0 for -n option should be >= 1');
  return Number(text);
}

/** GNU xargs: runs a command with the words of the standard input. */
export const xargs = defineProgram(
  {
    short: '0a:d:E:e::i::I:l::L:n:oprs:txP:',
    long: {
      ...{ null: '0', 'no-run-if-empty': 'r', 'max-args': 'n', verbose: 't', 'max-procs': 'P', 'arg-file': 'a' },
      ...{ delimiter: 'd', interactive: 'p', 'max-lines': 'L', 'max-chars': 's', help: 'help', version: 'version' },
    },
    lacks: ['a', 'd', 'E', 'e', 'i', 'l', 'L', 'o', 'p', 's', 'x', 'help', 'version'],
    stopAtOperand: true,
    run: (call) =>
      run(call, {
        cannotRun: (name, reason) => `failed to run command ‘${name}’: ${reason}`,
        unmatched: (quote) =>
          `unmatched ${quote} quote; by default quotes are special to xargs unless you use the -0 option`,
        count,
      }),
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\nTry '${name} --help' for more information.\n`);
    return 1;
  },
);
