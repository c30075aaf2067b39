import type { CommandRecord, History, HistoryEntry } from '../../protocol.ts';

/** How long a command that runs on is let run when one goes back to it (µs). */
const LOOK = 3_000_000;

/** A lab as it was once that command had ended, or had run for a while; without a command: before the first. */
export function cutAfter(history: History, command: CommandRecord | undefined): History {
  const end = command === undefined ? beforeFirst(history) : (command.end ?? whileRunning(history, command));
  const kept = history.entries.filter(({ at }) => at <= end);
  // That a block was carried out is noted a moment after its last command has ended.
  const rest = history.entries.slice(kept.length);
  const done = rest.slice(
    0,
    Math.max(
      rest.findIndex(({ kind }) => kind !== 'done'),
      0,
    ),
  );
  return { ...history, entries: [...kept, ...done], now: Math.max(end, done.at(-1)?.at ?? 0) };
}

const isInput = ({ kind }: HistoryEntry): boolean => kind === 'input';

function beforeFirst({ entries, now }: History): number {
  const first = entries.find(isInput);
  return first === undefined ? now : Math.max(first.at - 1, 0);
}

function whileRunning({ entries, now }: History, { start }: CommandRecord): number {
  const next = entries.find((entry) => isInput(entry) && entry.at > start);
  return Math.min(start + LOOK, next === undefined ? now : next.at - 1);
}

/** Did the reader do anything in `longer` after `shorter`? That windows changed their size is none of their doing. */
export const goesOn = (shorter: History, longer: History): boolean =>
  longer.entries.slice(shorter.entries.length).some(({ kind }) => kind !== 'resize' && kind !== 'open');
