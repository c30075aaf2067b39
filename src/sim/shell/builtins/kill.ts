import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { appletName, complaint } from '../messages.ts';
import { signalJob } from '../run/continue.ts';
import type { ShellState } from '../shell-state.ts';
import { kernelSignal, SIGNALS, signalName, signalTable } from '../signal-names.ts';
import { type Builtin, BuiltinError, notSimulated } from './builtin.ts';
import { output } from './echo.ts';
import { jobOf } from './jobs.ts';

const USAGE = 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n';

function list(state: ShellState, args: readonly string[]): string {
  if (args.length > 0) return args.map((arg) => `${translated(state, arg)}\n`).join('');
  if (state.dialect === 'ash')
    return SIGNALS.map(({ number, name }) => `${String(number).padStart(2)}) ${name}\n`).join('');
  return signalTable();
}

function translated(state: ShellState, arg: string): string {
  const number = Number(arg) > 128 ? String(Number(arg) - 128) : arg;
  const name = signalName(number);
  if (name === undefined) throw badSignal(state, arg);
  return /^\d+$/.test(arg) ? name : String(SIGNALS.find((signal) => signal.name === name)?.number);
}

function badSignal(state: ShellState, text: string): BuiltinError {
  if (state.dialect === 'bash') return new BuiltinError(`${text}: invalid signal specification`, 1);
  return new BuiltinError(`${appletName(state)}: bad signal name '${text}'\n`, 1, true);
}

/** The signal and the targets; signal 0 only asks whether they are there. */
function parse(state: ShellState, args: readonly string[]): { signal: string; targets: readonly string[] } {
  const [first = ''] = args;
  if (first === '-s' || first === '-n') return { signal: args[1] ?? '', targets: args.slice(2) };
  if (first === '--') return { signal: 'TERM', targets: args.slice(1) };
  if (/^-./.test(first)) return { signal: first.slice(1), targets: args.slice(args[1] === '--' ? 2 : 1) };
  if (args.length === 0 && state.dialect === 'bash') throw new BuiltinError(USAGE, 2, true);
  return { signal: 'TERM', targets: args };
}

export const kill: Builtin = function* (state, args) {
  if (args[0] === '-l' || args[0] === '-L') return yield* output(state, list(state, args.slice(1)));
  const { signal, targets } = parse(state, args);
  if (signal !== '0' && signalName(signal) === undefined) throw badSignal(state, signal);
  if (targets.length === 0) {
    throw state.dialect === 'bash'
      ? new BuiltinError(USAGE, 2, true)
      : new BuiltinError(`${appletName(state)}: you need to specify whom to kill\n`, 1, true);
  }
  let status = 0;
  for (const target of targets) {
    if (yield* killOne(state, signal, target)) state.killedAt = state.sys.monotonic();
    else status = 1;
  }
  return status;
};

function* killOne(state: ShellState, signal: string, target: string): Task<boolean> {
  const name = signal === '0' ? undefined : kernelSignal(signalName(signal) as string);
  if (signal !== '0' && name === undefined) throw notSimulated(`kill -${signal}`);
  if (target.startsWith('%')) {
    const job = jobOf(state, target);
    if (name) signalJob(state, job, name);
    const asleep = state.dialect === 'bash' && state.jobs.isStopped(job);
    if (asleep && (name === 'SIGTERM' || name === 'SIGHUP')) signalJob(state, job, 'SIGCONT');
    return true;
  }
  if (!/^-?\d+$/.test(target)) {
    yield* state.sys.write(
      2,
      state.dialect === 'ash'
        ? `${appletName(state)}: invalid number '${target}'\n`
        : complaint(state, `\`${target}': not a pid or valid job spec`, 'kill'),
    );
    return false;
  }
  return yield* send(state, Number(target), name);
}

function* send(state: ShellState, pid: number, signal: ReturnType<typeof kernelSignal>): Task<boolean> {
  try {
    if (signal) state.sys.kill(pid, signal);
    else if (!state.sys.processes().some((process) => process.pid === Math.abs(pid)))
      return yield* refused(state, pid, 'No such process');
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return yield* refused(state, pid, error.message);
  }
}

function* refused(state: ShellState, pid: number, reason: string): Task<false> {
  yield* state.sys.write(
    2,
    state.dialect === 'ash'
      ? `${appletName(state)}: can't kill pid ${pid}: ${reason}\n`
      : complaint(state, `(${pid}) - ${reason}`, 'kill'),
  );
  return false;
}
