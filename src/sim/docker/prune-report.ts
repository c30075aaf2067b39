import { humanSize } from '../command/units.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, print } from './cli.ts';

/** What a prune removed. */
export interface PruneReport {
  /** Bytes. */
  readonly space: number;
  /** The list that is printed; empty where nothing was removed. */
  readonly text: string;
}

/** Docker counts no space where it lists nothing. */
export function pruneReport(title: string, lines: readonly string[] | null | undefined, space = 0): PruneReport {
  if (!lines?.length) return { space: 0, text: '' };
  return { space, text: `${title}:\n${lines.join('\n')}\n` };
}

export function* printReport(cli: Cli, { text }: PruneReport): Task<void> {
  if (text !== '') yield* print(cli, `${text}\n`);
}

export function* printSpace(cli: Cli, space: number): Task<void> {
  yield* print(cli, `Total reclaimed space: ${humanSize(space)}\n`);
}
