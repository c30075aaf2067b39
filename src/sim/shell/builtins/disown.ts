import type { Task } from '../../kernel/task.ts';
import { type Job, jobState } from '../jobs.ts';
import { complaint } from '../messages.ts';
import { reapChildren } from '../run/wait.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { jobOf } from './jobs.ts';

const USAGE = 'disown: usage: disown [-h] [-ar] [jobspec ... | pid ...]\n';

interface Wanted {
  readonly flags: ReadonlySet<string>;
  readonly specs: readonly string[];
}

function read(state: ShellState, args: readonly string[]): Wanted {
  const flags = new Set<string>();
  let at = 0;
  for (; /^-./.test(args[at] ?? '') && args[at] !== '--'; at++)
    for (const letter of (args[at] as string).slice(1)) {
      if (!'har'.includes(letter))
        throw new BuiltinError(`${complaint(state, `-${letter}: invalid option`, 'disown')}${USAGE}`, 2, true);
      flags.add(letter);
    }
  return { flags, specs: args.slice(args[at] === '--' ? at + 1 : at) };
}

/** A job by its `%` name or by a process of it; undefined, once that was said, where there is none. */
function* named(state: ShellState, spec: string): Task<Job | undefined> {
  const pid = /^\d+$/.test(spec) ? Number(spec) : undefined;
  const job = pid === undefined ? state.jobs.find(spec) : state.jobs.byPid(pid);
  if (job && (pid !== undefined || spec.startsWith('%'))) return job;
  if (pid === undefined && !spec.startsWith('%'))
    yield* state.sys.write(2, complaint(state, `warning: ${spec}: job specification requires leading \`%'`, 'disown'));
  yield* state.sys.write(2, complaint(state, `${spec}: no such job`, 'disown'));
  return undefined;
}

/** bash's `disown`: jobs that it is to know no more; with -h it only would not hang them up. */
export const disown: Builtin = function* (state, args) {
  yield* reapChildren(state);
  const { flags, specs } = read(state, args);
  const all = flags.has('a') || flags.has('r');
  const jobs = all ? state.jobs.list().filter((job) => !flags.has('r') || jobState(job) === 'Running') : [];
  let status = 0;
  for (const spec of specs) {
    const job = yield* named(state, spec);
    if (job) jobs.push(job);
    else status = 1;
  }
  if (specs.length === 0 && !all) jobs.push(jobOf(state, undefined));
  if (!flags.has('h')) for (const job of jobs) state.jobs.remove(job);
  return status;
};
