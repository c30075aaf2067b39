import type { ComponentChild } from 'preact';
import { useRef } from 'preact/hooks';

interface Kept {
  readonly looks: string;
  readonly drawn: ComponentChild;
}

/**
 * What was drawn the last time, by its key, wherever it would be drawn from the same: a large drawing of which little has changed
 * is then not compared piece by piece.
 */
export function useKept(): (key: string, looks: unknown, draw: () => ComponentChild) => ComponentChild {
  const before = useRef<ReadonlyMap<string, Kept>>(new Map());
  const now = new Map<string, Kept>();
  const known = before.current;
  before.current = now;
  return (key, looks, draw) => {
    const text = JSON.stringify(looks);
    const former = known.get(key);
    const kept = former?.looks === text ? former : { looks: text, drawn: draw() };
    now.set(key, kept);
    return kept.drawn;
  };
}
