import type { CompiledRule, Passage } from './compile.ts';
import type { AddressMatch, InterfaceMatch, RuleSpec } from './rule.ts';

/** Fewer rules than this are asked one by one as quickly. */
const WORTH_AN_INDEX = 8;

/** Some consecutive rules of a chain: those of them that the packet may meet, in their order. */
export type Segment = (passage: Passage) => readonly CompiledRule[];

type Value = string | number | undefined;

/** What rules can be found by: what a rule insists on, and what a packet has. */
interface Key {
  wanted(spec: RuleSpec): Value;
  has(passage: Passage): Value;
}

const nameOf = (match: InterfaceMatch | undefined): string | undefined =>
  match === undefined || match.not || match.name.endsWith('+') ? undefined : match.name;

const wholeOf = ({ address }: AddressMatch): number => (typeof address === 'number' ? 32 : 128);

const KEYS: readonly Key[] = [
  {
    wanted: ({ destination: to }) => (to === undefined || to.not || to.prefix < wholeOf(to) ? undefined : to.address),
    has: ({ packet }) => packet.destination,
  },
  { wanted: ({ inInterface }) => nameOf(inInterface), has: ({ packet }) => packet.inDevice?.name },
  { wanted: ({ outInterface }) => nameOf(outInterface), has: ({ packet }) => packet.outDevice?.name },
];

const NONE: readonly CompiledRule[] = [];

/**
 * A chain's rules in segments: runs of rules that all insist on one destination, or one interface, are found by it. Docker
 * writes a rule for each container and several for each network; a packet would meet thousands otherwise.
 */
export function segmentsOf(rules: readonly CompiledRule[]): Segment[] {
  const segments: Segment[] = [];
  let plain: CompiledRule[] = [];
  const endPlain = (): void => {
    const those = plain;
    if (those.length > 0) segments.push(() => those);
    plain = [];
  };
  for (let at = 0; at < rules.length; ) {
    const { key, length } = longestRun(rules, at);
    if (key === undefined || length < WORTH_AN_INDEX) {
      plain.push(rules[at++] as CompiledRule);
      continue;
    }
    endPlain();
    segments.push(indexed(rules.slice(at, at + length), key));
    at += length;
  }
  endPlain();
  return segments;
}

function longestRun(rules: readonly CompiledRule[], start: number): { key: Key | undefined; length: number } {
  let longest: { key: Key | undefined; length: number } = { key: undefined, length: 0 };
  for (const key of KEYS) {
    let length = 0;
    while (start + length < rules.length && wantedBy(rules[start + length], key) !== undefined) length++;
    if (length > longest.length) longest = { key, length };
  }
  return longest;
}

const wantedBy = (compiled: CompiledRule | undefined, key: Key): Value => compiled && key.wanted(compiled.rule.spec);

function indexed(rules: readonly CompiledRule[], key: Key): Segment {
  const byValue = Map.groupBy(rules, (compiled) => wantedBy(compiled, key));
  return (passage) => byValue.get(key.has(passage)) ?? NONE;
}
