import type { Chain, Decision } from './chain.ts';
import type { CompiledRule, Passage, Test } from './compile.ts';
import type { Recording } from './remembered.ts';
import type { Segment } from './segment.ts';

/** Asks a built-in chain what is to become of a packet (ipt_do_table), and notes in `recording` what the packet met. */
export function traverse(chain: Chain, passage: Passage, recording?: Recording): Decision {
  const decision = walk(chain, passage, recording);
  if (decision) return decision;
  chain.packets++;
  chain.bytes += passage.packet.length;
  recording?.counted.push(chain);
  return chain.byPolicy;
}

/** Undefined where the chain ended, or returned, without a decision. */
function walk(chain: Chain, passage: Passage, recording: Recording | undefined): Decision | undefined {
  const { segments } = chain;
  for (let i = 0; i < segments.length; i++) {
    const rules = (segments[i] as Segment)(passage);
    for (let j = 0; j < rules.length; j++) {
      const compiled = rules[j] as CompiledRule;
      if (recording !== undefined && !compiled.steady) recording.steady = false;
      if (!holds(compiled, passage)) continue;
      recording?.counted.push(compiled.rule);
      if (recording !== undefined && !compiled.plain) recording.steady = false;
      compiled.rule.packets++;
      compiled.rule.bytes += passage.packet.length;
      const { action, next, apply } = compiled;
      apply?.(passage);
      if (action === 'decide') return compiled.decision;
      if (action === 'return') return undefined;
      if (next === undefined) continue;
      const decision = walk(next, passage, recording);
      if (decision || action === 'goto') return decision;
    }
  }
  return undefined;
}

function holds({ tests }: CompiledRule, passage: Passage): boolean {
  for (let i = 0; i < tests.length; i++) if (!(tests[i] as Test)(passage)) return false;
  return true;
}
