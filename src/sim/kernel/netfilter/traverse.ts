import type { Chain, Decision } from './chain.ts';
import type { CompiledRule, Passage } from './compile.ts';

/** Asks a built-in chain what is to become of a packet (ipt_do_table). */
export function traverse(chain: Chain, passage: Passage): Decision {
  const decision = walk(chain, passage);
  if (decision) return decision;
  chain.packets++;
  chain.bytes += passage.packet.bytes.length;
  return chain.byPolicy;
}

/** Undefined where the chain ended, or returned, without a decision. */
function walk(chain: Chain, passage: Passage): Decision | undefined {
  for (const segment of chain.segments) {
    for (const compiled of segment(passage)) {
      if (!holds(compiled, passage)) continue;
      compiled.rule.packets++;
      compiled.rule.bytes += passage.packet.bytes.length;
      const { action, next, apply } = compiled;
      apply?.(passage.packet);
      if (action === 'decide') return compiled.decision;
      if (action === 'return') return undefined;
      if (next === undefined) continue;
      const decision = walk(next, passage);
      if (decision || action === 'goto') return decision;
    }
  }
  return undefined;
}

function holds({ tests }: CompiledRule, passage: Passage): boolean {
  for (const test of tests) if (!test(passage)) return false;
  return true;
}
