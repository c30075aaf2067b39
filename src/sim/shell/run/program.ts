import type { Task } from '../../kernel/task.ts';
import type { Job } from '../jobs.ts';
import type { ShellState } from '../shell-state.ts';
import type { Descriptors } from './descriptors.ts';
import { findProgram, launch, tellFailure } from './launch.ts';

/** Starts a program as a job of its own; its exit status where it could not be started, which is told. */
export function* startProgram(
  state: ShellState,
  words: readonly string[],
  files: Descriptors,
  text: string,
): Task<Job | number> {
  const pgid = state.options.has('monitor') ? 0 : undefined;
  if (state.dialect === 'bash') noteProgram(state, words[0] as string);
  const pid = launch(state, words, { files, ...(pgid !== undefined && { pgid }) });
  if (typeof pid !== 'number') return yield* tellFailure(state, pid, files.get(2));
  return state.jobs.add({ pgid: pid, processes: [{ pid }], text, background: false });
}

/** bash remembers where it found the programs that it starts itself, not those of pipelines and lists in the background. */
function noteProgram(state: ShellState, name: string): void {
  const path = name.includes('/') ? undefined : findProgram(state, name);
  if (typeof path !== 'string') return;
  const known = state.hashed.get(name);
  state.hashed.set(name, { path, hits: known?.path === path ? known.hits + 1 : 1 });
}
