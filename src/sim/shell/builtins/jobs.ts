import type { Task } from '../../kernel/task.ts';
import { type Job, jobState } from '../jobs.ts';
import { continueJob } from '../run/continue.ts';
import { reapChildren } from '../run/wait.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';

/** The job that a builtin's argument names; without one, the current job. */
export function jobOf(state: ShellState, spec: string | undefined): Job {
  const job = spec === undefined ? state.jobs.current : state.jobs.find(spec.startsWith('%') ? spec : `%${spec}`);
  if (job) return job;
  if (spec !== undefined) throw new BuiltinError(`${spec}: no such job`, state.dialect === 'ash' ? 2 : 1);
  throw new BuiltinError(
    state.dialect === 'ash' ? 'No current job' : 'current: no such job',
    state.dialect === 'ash' ? 2 : 1,
  );
}

export const jobs: Builtin = function* (state, args) {
  yield* reapChildren(state);
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const specs = args.filter((arg) => !arg.startsWith('-'));
  const listed = specs.length === 0 ? state.jobs.list() : specs.map((spec) => jobOf(state, spec));
  if (flags.includes('p')) return yield* output(state, listed.map(({ pgid }) => `${pgid}\n`).join(''));
  for (const job of listed) {
    yield* output(state, state.jobs.describe(job, flags.includes('l')));
    job.changed = false;
  }
  for (const job of listed) if (jobState(job) === 'Done') state.jobs.remove(job);
  return 0;
};

export const fg: Builtin = function* (state, args) {
  const job = yield* controllable(state, args[0]);
  yield* output(state, `${job.text}\n`);
  return yield* continueJob(state, job, true);
};

export const bg: Builtin = function* (state, args) {
  const job = yield* controllable(state, args[0]);
  const mark = state.dialect === 'bash' ? `${job === state.jobs.current ? '+' : '-'} ${job.text} &` : ` ${job.text}`;
  yield* output(state, `[${job.number}]${mark}\n`);
  return yield* continueJob(state, job, false);
};

function* controllable(state: ShellState, spec: string | undefined): Task<Job> {
  if (state.dialect === 'ash') jobOf(state, spec);
  if (!state.options.has('monitor'))
    throw new BuiltinError(state.dialect === 'ash' ? 'job not created under job control' : 'no job control', 1);
  yield* reapChildren(state);
  return jobOf(state, spec);
}
