import { isErrno } from '../kernel/errno.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, print, STDIN } from './cli.ts';

/** What is typed next; undefined when a signal asked us to end instead. */
function* typed(cli: Cli): Task<Uint8Array | undefined> {
  try {
    return yield* cli.sys.read(STDIN);
  } catch (error) {
    if (isErrno(error, 'EINTR')) return undefined;
    throw error;
  }
}

/** Asks, and reads a line: does it say `y`? (docker/cli's internal/prompt) */
export function* confirm(cli: Cli, question: string): Task<boolean> {
  yield* print(cli, `${question} [y/N] `);
  const decoder = new TextDecoder();
  let answer = '';
  while (!answer.includes('\n')) {
    const data = yield* typed(cli);
    if (data === undefined) {
      yield* print(cli, '\n');
      return false;
    }
    if (data.length === 0) break;
    answer += decoder.decode(data, { stream: true });
  }
  return answer.split('\n')[0]?.trim().toLowerCase() === 'y';
}
