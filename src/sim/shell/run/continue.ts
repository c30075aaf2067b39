import { isErrno } from '../../kernel/errno.ts';
import type { Signal } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Job } from '../jobs.ts';
import type { ShellState } from '../shell-state.ts';
import { foreground, giveTerminal } from './wait.ts';

/** Sends a signal to all processes of a job that live: its group's leader may be gone, and without job control it has no group. */
export function signalJob({ sys, options }: ShellState, job: Job, signal: Signal): void {
  for (const { pid, status } of job.processes) {
    if (status !== undefined && !status.stopped) continue;
    try {
      sys.kill(pid === job.pgid && options.has('monitor') ? -pid : pid, signal);
    } catch (error) {
      if (!isErrno(error, 'ESRCH')) throw error;
    }
  }
}

/** Lets a stopped job go on, in the foreground or in the background. */
export function* continueJob(state: ShellState, job: Job, inForeground: boolean): Task<number> {
  job.background = !inForeground;
  state.jobs.continued(job);
  if (inForeground) state.jobs.makeCurrent(job);
  if (inForeground) giveTerminal(state, job.pgid);
  signalJob(state, job, 'SIGCONT');
  return inForeground ? yield* foreground(state, job) : 0;
}
