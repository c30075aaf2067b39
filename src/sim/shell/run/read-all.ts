import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { checkSignals } from './signals.ts';

/** All that can be read from a descriptor, as text; signals that come meanwhile are seen to. */
export function* readAll(state: ShellState, fd: number): Task<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    try {
      const data = yield* state.sys.read(fd, 65_536);
      if (data.length === 0) return text;
      text += decoder.decode(data, { stream: true });
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
      if (state.interrupted) yield* checkSignals(state);
    }
  }
}
