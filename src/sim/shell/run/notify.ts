import type { Task } from '../../kernel/task.ts';
import { type Job, jobState } from '../jobs.ts';
import type { ShellState } from '../shell-state.ts';
import { reapChildren } from './wait.ts';

function forget(state: ShellState, job: Job): void {
  job.changed = false;
  if (jobState(job) === 'Done') state.jobs.remove(job);
}

/** How long a process that was sent a signal takes to die of it, µs: the shell is back at its prompt before. */
const DYING = 500;

/** Tells of the background jobs whose state has changed, as before a prompt; those that have ended are forgotten. */
export function* tellChangedJobs(state: ShellState): Task<void> {
  if (state.sys.monotonic() - state.killedAt < DYING) return;
  yield* reapChildren(state);
  const changed = state.jobs.list().filter((job) => job.changed);
  if (state.interactive && !state.isSubshell) {
    const described = changed.map((job) => [job, state.jobs.describe(job)] as const);
    for (const [job, text] of described) {
      // ash forgets each as it tells of it, so that the next becomes the current one; bash marks them first.
      yield* state.sys.write(2, state.dialect === 'ash' ? state.jobs.describe(job) : text);
      forget(state, job);
    }
  }
  for (const job of changed) forget(state, job);
}

/** The first attempt to leave stopped jobs behind is refused. */
export function* keptByStoppedJobs(state: ShellState): Task<boolean> {
  const stopped = state.jobs.list().some((job) => state.jobs.isStopped(job));
  if (!stopped || state.warnedOfJobs || !state.interactive || state.isSubshell) return false;
  state.warnedOfJobs = true;
  yield* state.sys.write(2, state.dialect === 'ash' ? 'You have stopped jobs.\n' : 'There are stopped jobs.\n');
  return true;
}
