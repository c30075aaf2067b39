import type { History } from '../../protocol.ts';
import { parseHistory } from '../kept-lab.ts';

const KEY = 'passerelle:branches';
/** How many other continuations are kept. */
const MOST = 5;

/** Ways that the lab went and that were left: the newest first. Kept in the browser, where it keeps anything. */
export function readBranches(): readonly History[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.map((each) => parseHistory(JSON.stringify(each))).filter((each) => each !== null);
  } catch {
    return [];
  }
}

/** Keeps them, the oldest given up. Returns those that are left. */
export function keepBranches(branches: readonly History[]): readonly History[] {
  const kept = branches.slice(0, MOST);
  try {
    if (kept.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage refused or full: they last as long as the page.
  }
  return kept;
}
