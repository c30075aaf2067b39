import type { Block } from '../protocol.ts';

/** What has to happen before a block can run. */
export type Plan =
  | { readonly kind: 'run' }
  /** The lab stands somewhere on the way: the missing blocks, replayed, lead to this one. */
  | { readonly kind: 'replay'; readonly missing: readonly Block[] }
  /** The lab took another way: what was done elsewhere may stand against these, so they are replayed in a new one. */
  | { readonly kind: 'restart'; readonly missing: readonly Block[] };

/** A block of nothing but `^C`: the one after it interrupts too, so nothing builds on it. */
const onlyInterrupts = ({ lines }: Block): boolean => lines.every((line) => line === '^C');

/** The blocks that one builds on, without those that change nothing for it. */
export const foundations = (before: readonly Block[]): readonly Block[] =>
  before.filter((block) => !onlyInterrupts(block));

/**
 * Plans how to come to a block.
 * @param before every block before it: earlier pages' first, in order
 * @param done ids of the blocks carried out in this lab, in the order of their first time
 */
export function planFor(before: readonly Block[], done: readonly string[]): Plan {
  const needed = foundations(before);
  const missing = needed.filter(({ id }) => !done.includes(id));
  if (missing.length === 0) return { kind: 'run' };
  const ignored = new Set(before.filter(onlyInterrupts).map(({ id }) => id));
  const way = done.filter((id) => !ignored.has(id));
  const onTheWay = way.every((id, index) => needed[index]?.id === id);
  return { kind: onTheWay ? 'replay' : 'restart', missing };
}

/** What the reader is told before a cold start. */
export function describePlan({ kind, missing }: Exclude<Plan, { kind: 'run' }>): string {
  const told =
    missing.length === 1
      ? 'Ce bloc s’appuie sur un bloc que vous n’avez pas encore exécuté.'
      : `Ce bloc s’appuie sur ${missing.length}\u00a0blocs que vous n’avez pas encore exécutés.`;
  return kind === 'replay'
    ? told
    : `${told} Votre laboratoire a suivi un autre chemin\u00a0: il sera d’abord remis à neuf.`;
}
