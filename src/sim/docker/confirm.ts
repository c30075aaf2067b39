import type { Task } from '../kernel/task.ts';
import { type Cli, print, STDIN } from './cli.ts';

/** Asks, and reads a line: does it say `y`? (docker/cli's internal/prompt) */
export function* confirm(cli: Cli, question: string): Task<boolean> {
  yield* print(cli, `${question} [y/N] `);
  const decoder = new TextDecoder();
  let answer = '';
  while (!answer.includes('\n')) {
    const data = yield* cli.sys.read(STDIN);
    if (data.length === 0) break;
    answer += decoder.decode(data, { stream: true });
  }
  return answer.split('\n')[0]?.trim().toLowerCase() === 'y';
}
