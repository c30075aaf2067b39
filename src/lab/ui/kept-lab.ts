import type { History, HistoryEntry } from '../protocol.ts';

/** What a link to a shared lab has behind its page's address, before the lab itself. */
export const SHARED_LAB = '#lab=';
/** Where a reader's lab is kept in the browser's storage. */
export const LAB_KEY = 'passerelle:lab';

const KINDS: readonly HistoryEntry['kind'][] = ['open', 'input', 'resize', 'close', 'request', 'done'];

const isNatural = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Far beyond any window; what is larger would be memory that no browser has. */
const MOST_CELLS = 2_000;
const isLength = (value: unknown): boolean =>
  isNatural(value) && (value as number) > 0 && (value as number) <= MOST_CELLS;

function isEntry(value: Record<string, unknown> | null): boolean {
  if (!isNatural(value?.at) || !KINDS.includes(value?.kind as HistoryEntry['kind'])) return false;
  if (value?.kind === 'done') return typeof value.block === 'string';
  if (value?.kind === 'request') return typeof value.data === 'string';
  if (typeof value?.terminal !== 'string') return false;
  if (value.kind === 'input') return typeof value.data === 'string';
  return value.kind === 'close' || (isLength(value.columns) && isLength(value.rows));
}

/** Reads what was kept; null when there is nothing, or nothing that this version understands. Never throws. */
export function parseHistory(text: string | null | undefined): History | null {
  try {
    const kept = JSON.parse(text ?? 'null');
    const sound =
      kept?.version === 1 &&
      [kept.seed, kept.epoch, kept.now].every(isNatural) &&
      Array.isArray(kept.entries) &&
      kept.entries.every(isEntry);
    return sound ? kept : null;
  } catch {
    return null;
  }
}

/** The browser's storage as text; null when it is refused. */
export function readKept(): string | null {
  try {
    return localStorage.getItem(LAB_KEY);
  } catch {
    return null;
  }
}

/** The blocks that were carried out, in the order of their first time. */
export const blocksDone = (history: History | null): readonly string[] => [
  ...new Set(history?.entries.flatMap((entry) => (entry.kind === 'done' ? [entry.block] : []))),
];
