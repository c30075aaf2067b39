import { isErrno } from '../../kernel/errno.ts';
import type { ChildStatus } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { type Job, jobState, jobStatus } from '../jobs.ts';
import type { ShellState } from '../shell-state.ts';
import { signalText } from '../signal-names.ts';
import { Interrupted } from './control.ts';
import { checkSignals } from './signals.ts';

/** Takes note of all children that have ended or stopped, without waiting. */
export function* reapChildren(state: ShellState): Task<void> {
  for (;;) {
    try {
      const status = yield* state.sys.waitpid(-1, { nohang: true, untraced: state.options.has('monitor') });
      if (status === undefined) return;
      state.jobs.note(status);
    } catch (error) {
      if (isErrno(error, 'ECHILD')) return;
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }
}

/** Waits until the job runs no more. Signals that the shell handles do not end the wait unless `breakable`. */
export function* waitForJob(state: ShellState, job: Job, breakable = false): Task<void> {
  while (jobState(job) === 'Running') {
    try {
      const status = yield* state.sys.waitpid(-1, { untraced: state.options.has('monitor') });
      if (status !== undefined) state.jobs.note(status);
    } catch (error) {
      if (isErrno(error, 'ECHILD')) return;
      if (!isErrno(error, 'EINTR')) throw error;
      if (breakable && (state.interrupted || state.traps.pending)) return;
    }
  }
}

/** Waits until any child has ended, or a signal was handled. */
export function* waitForAny(state: ShellState): Task<void> {
  try {
    const status = yield* state.sys.waitpid(-1);
    if (status !== undefined) state.jobs.note(status);
  } catch (error) {
    if (!isErrno(error, 'ECHILD') && !isErrno(error, 'EINTR')) throw error;
  }
}

/** Waits for one child that is no job: a substitution's. */
export function* waitForChild(state: ShellState, pid: number): Task<ChildStatus | undefined> {
  for (;;) {
    try {
      return yield* state.sys.waitpid(pid);
    } catch (error) {
      if (isErrno(error, 'ECHILD')) return undefined;
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }
}

/** Waits for a job in the foreground, with the terminal in its hands under job control; gives the status for `$?`. */
export function* foreground(state: ShellState, job: Job): Task<number> {
  const { sys, terminal } = state;
  const controlled = state.options.has('monitor') && terminal !== undefined;
  const modes = controlled ? sys.tcgetattr(terminal) : undefined;
  if (controlled) giveTerminal(state, job.pgid);
  yield* waitForJob(state, job);
  // Whoever was sent a signal before has had the time to die of it.
  state.killedAt = Number.NEGATIVE_INFINITY;
  if (controlled) giveTerminal(state, sys.pgid);
  const ended = jobState(job) === 'Done';
  const signal = job.processes.at(-1)?.status?.signal;
  if (modes && (signal !== undefined || !ended)) sys.tcsetattr(terminal as number, modes);
  if (!ended) {
    yield* stopped(state, job);
    return 148;
  }
  state.jobs.remove(job);
  yield* tellOfSignal(state, job);
  if (!controlled) yield* checkSignals(state);
  return jobStatus(job, state.options.has('pipefail'));
}

/** Puts a process group in the foreground of the terminal. */
export function giveTerminal({ sys, terminal }: ShellState, pgid: number): void {
  try {
    sys.tcsetpgrp(terminal as number, pgid);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

function* stopped(state: ShellState, job: Job): Task<void> {
  job.background = false;
  state.jobs.putAside(job);
  job.changed = false;
  yield* state.sys.write(2, `${state.dialect === 'bash' ? '\n' : ''}${state.jobs.describe(job)}`);
}

/** What is said when a signal has ended the foreground job: nothing for SIGPIPE; SIGINT gives up the line. */
function* tellOfSignal(state: ShellState, job: Job): Task<void> {
  const last = job.processes.at(-1)?.status;
  const interrupted = job.processes.some(({ status }) => status?.signal === 'SIGINT');
  if (interrupted && state.options.has('monitor')) return yield* interruptedJob(state);
  if (last?.signal === undefined || last.signal === 'SIGINT' || last.signal === 'SIGPIPE') return;
  const text = signalText(last.signal);
  if (state.dialect === 'ash') yield* state.sys.write(2, `${text}\n`);
  else if (state.interactive) yield* state.sys.write(2, `${text.padEnd(27)}${job.text}\n`);
  else if (!state.isSubshell && last.signal !== 'SIGTERM') {
    yield* state.sys.write(
      2,
      `${state.name}: line ${state.line}: ${String(last.pid).padStart(5)} ${text.padEnd(27)}${job.text}\n`,
    );
  }
}

/** ash raises SIGINT at itself, so that a trap runs; bash only gives the line up. */
function* interruptedJob(state: ShellState): Task<void> {
  const trap = state.traps.actions.get('INT');
  if (trap === undefined || state.dialect === 'bash') throw new Interrupted();
  if (trap !== '') state.traps.note('INT');
  yield* checkSignals(state);
}
