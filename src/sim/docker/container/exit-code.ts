import type { PendingWait } from '../../client/container.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, printError } from '../cli.ts';

/** The status that a container ended with; 125 where the engine cannot tell (docker/cli's waitExitOrRemoved). */
export function* exitCode(cli: Cli, pending: PendingWait): Task<number> {
  const { StatusCode, Error: failure } = yield* pending.result();
  if (!failure?.Message) return StatusCode;
  yield* printError(cli, `Error waiting for container: ${failure.Message}\n`);
  return 125;
}
