import type { TableName } from '../../kernel/netfilter/iptables.ts';
import type { RuleSpec } from '../../kernel/netfilter/rule.ts';

/** A rule, where it stands, and whether it goes before those that are there. */
export interface PlacedRule {
  readonly table: TableName;
  readonly chain: string;
  readonly place: 'first' | 'last';
  readonly spec: RuleSpec;
  /** What dockerd calls it where it cannot be set. */
  readonly what?: string;
}

export const last = (chain: string, spec: RuleSpec, table: TableName = 'filter', what?: string): PlacedRule => ({
  table,
  chain,
  place: 'last',
  spec,
  ...(what !== undefined && { what }),
});

export const first = (chain: string, spec: RuleSpec, table: TableName = 'filter', what?: string): PlacedRule => ({
  table,
  chain,
  place: 'first',
  spec,
  ...(what !== undefined && { what }),
});
