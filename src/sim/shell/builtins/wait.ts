import type { Task } from '../../kernel/task.ts';
import { type Job, jobState, jobStatus } from '../jobs.ts';
import { complaint } from '../messages.ts';
import { tellChangedJobs } from '../run/notify.ts';
import { checkSignals } from '../run/signals.ts';
import { reapChildren, waitForAny, waitForJob } from '../run/wait.ts';
import type { ShellState } from '../shell-state.ts';
import { SIGNALS, signalText } from '../signal-names.ts';
import type { Builtin } from './builtin.ts';
import { jobOf } from './jobs.ts';

export const wait: Builtin = function* (state, args) {
  const operands = args.filter((arg) => !arg.startsWith('-'));
  if (args[0] === '-n') return yield* waitForNext(state);
  let status = 0;
  // Whoever was waited for has died of its signal by now.
  state.killedAt = Number.NEGATIVE_INFINITY;
  if (operands.length === 0) status = yield* waitForAll(state);
  for (const operand of operands) status = yield* waitFor(state, operand);
  if (state.dialect === 'bash') yield* tellChangedJobs(state);
  return status;
};

/** `wait -n`: for whichever job ends next. */
function* waitForNext(state: ShellState): Task<number> {
  for (;;) {
    yield* reapChildren(state);
    const jobs = state.jobs.list();
    const ended = jobs.find((job) => jobState(job) === 'Done');
    if (ended) return yield* waited(state, ended);
    if (!jobs.some((job) => jobState(job) === 'Running')) return 127;
    yield* waitForAny(state);
    if (state.traps.pending || state.interrupted) yield* checkSignals(state);
  }
}

/** bash says nothing of jobs that had ended before (jobs.c, wait_for_background_pids). */
function* waitForAll(state: ShellState): Task<number> {
  yield* reapChildren(state);
  if (state.dialect === 'bash') {
    for (const job of state.jobs.list()) if (jobState(job) === 'Done') state.jobs.remove(job);
  }
  for (const job of state.jobs.list()) {
    if (jobState(job) !== 'Running') continue;
    // ash leaves the job where it is, for `jobs` to tell of.
    if (state.dialect === 'ash') yield* waitForJob(state, job, true);
    const status = state.dialect === 'ash' ? yield* endOfWait(state) : yield* waited(state, job);
    if (jobState(job) === 'Running') return status;
  }
  return 0;
}

/** Runs the traps that are due; 128 and the number of the signal, where there was one (POSIX 2.12). */
function* endOfWait(state: ShellState): Task<number> {
  const number = SIGNALS.find(({ name }) => name === state.traps.first)?.number ?? -128;
  yield* checkSignals(state);
  return 128 + number;
}

function* waitFor(state: ShellState, operand: string): Task<number> {
  if (operand.startsWith('%')) {
    if (state.dialect === 'ash' || state.jobs.find(operand)) return yield* waited(state, jobOf(state, operand));
    yield* state.sys.write(2, complaint(state, `${operand}: no such job`, 'wait'));
    return 127;
  }
  const pid = Number(operand);
  const job = state.jobs.byPid(pid);
  if (job) return yield* waited(state, job);
  const ended = state.jobs.takeEnded(pid);
  if (ended !== undefined) return ended;
  if (state.dialect === 'bash')
    yield* state.sys.write(2, complaint(state, `pid ${operand} is not a child of this shell`, 'wait'));
  return 127;
}

/** Waits for one job; a signal that is trapped or a ^C ends the wait. */
function* waited(state: ShellState, job: Job): Task<number> {
  yield* waitForJob(state, job, true);
  const broken = yield* endOfWait(state);
  if (broken > 0 && jobState(job) === 'Running') return broken;
  const signal = job.processes.at(-1)?.status?.signal;
  if (state.options.has('monitor')) return jobStatus(job);
  state.jobs.remove(job);
  if (state.dialect === 'ash' && signal !== undefined && signal !== 'SIGINT' && signal !== 'SIGPIPE') {
    yield* state.sys.write(2, `${signalText(signal)}\n`);
  }
  return jobStatus(job);
}
