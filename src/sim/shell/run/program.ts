import type { Task } from '../../kernel/task.ts';
import type { Job } from '../jobs.ts';
import type { ShellState } from '../shell-state.ts';
import type { Descriptors } from './descriptors.ts';
import { launch, tellFailure } from './launch.ts';

/** Starts a program as a job of its own; its exit status where it could not be started, which is told. */
export function* startProgram(
  state: ShellState,
  words: readonly string[],
  files: Descriptors,
  text: string,
): Task<Job | number> {
  const pgid = state.options.has('monitor') ? 0 : undefined;
  const pid = launch(state, words, { files, ...(pgid !== undefined && { pgid }) });
  if (typeof pid !== 'number') return yield* tellFailure(state, pid, files.get(2));
  return state.jobs.add({ pgid: pid, processes: [{ pid }], text, background: false });
}
