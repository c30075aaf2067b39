import { isErrno } from '../../kernel/errno.ts';
import type { Signal, System } from '../../kernel/syscalls.ts';
import { Misuse } from '../call.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';
import { signalNumber, signalOf } from '../signal-names.ts';
import { gnu } from './gnu.ts';
import { span } from './sleep.ts';

const TIMED_OUT = 124;

/** Ends the child when its time is over; a second time with SIGKILL, `kill` µs later. */
function watch(sys: System, pid: number, signal: Signal, wait: number, kill: number | undefined): () => boolean {
  let expired = false;
  const hit = (with_: Signal): void => {
    try {
      sys.kill(pid, with_);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  };
  sys.thread(function* () {
    yield* sys.sleep(wait);
    expired = true;
    hit(signal);
    if (kill === undefined) return;
    yield* sys.sleep(kill);
    hit('SIGKILL');
  });
  return () => expired;
}

/** timeout: a program that may run for so long; status 124 where it took longer. */
export const timeout = gnu({
  short: 's:k:v',
  long: { signal: 's:', 'kill-after': 'k:', verbose: 'v', foreground: 'f', 'preserve-status': 'preserve-status' },
  lacks: ['v'],
  stopAtOperand: true,
  misuse: 125,
  *run(call) {
    const { sys, options, operands } = call;
    const [time = '', ...argv] = operands;
    if (argv.length === 0) throw new Misuse('');
    const name = options.value('s') ?? 'TERM';
    const number = signalNumber(name);
    if (number === undefined) throw new Misuse(`‘${name}’: invalid signal`);
    const signal = signalOf(number) ?? 'SIGTERM';
    const [wait, kill] = [span(time), options.has('k') ? span(options.value('k') ?? '') : undefined];
    try {
      const pid = spawnAlongPath(sys, argv);
      const expired = wait > 0 ? watch(sys, pid, signal, wait, kill) : () => false;
      const status = yield* statusOf(sys, pid);
      return expired() && status !== 128 + 9 && !options.has('preserve-status') ? TIMED_OUT : status;
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(`failed to run command ‘${argv[0]}’: ${error.message}`);
      return error.code === 'ENOENT' ? 127 : 126;
    }
  },
});
