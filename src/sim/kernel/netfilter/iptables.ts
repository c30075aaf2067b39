import type { RuleSpec } from './rule.ts';

export type TableName = 'raw' | 'mangle' | 'nat' | 'filter';

export type Policy = 'ACCEPT' | 'DROP';

/** A rule in its chain, and what packets and bytes have met it. */
export interface CountedRule {
  readonly spec: RuleSpec;
  readonly packets: number;
  readonly bytes: number;
}

/** A chain as iptables(8) sees it; only built-in ones have a policy, and what has met that. */
export interface IptablesChain {
  readonly name: string;
  readonly policy: Policy | undefined;
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly CountedRule[];
}

/** One table of a namespace's firewall: what iptables(8) does to it. Rules are counted from 0. */
export interface IptablesTable {
  readonly name: TableName;
  /** The built-in ones, then the others by name, as libiptc sorts them. */
  readonly chains: readonly IptablesChain[];
  /** Throws ENOENT where there is none. */
  chain(name: string): IptablesChain;
  find(name: string): IptablesChain | undefined;
  /** How many rules lead to this chain. */
  references(name: string): number;
  /** `-N`. Throws EEXIST. */
  newChain(name: string): void;
  /** `-X CHAIN`. Throws ENOENT, EINVAL for a built-in chain, ENOTEMPTY where it has rules, EMLINK where a rule leads there. */
  deleteChain(name: string): void;
  /** `-E`: the rules that lead there follow. Throws ENOENT, EINVAL for a built-in chain, EEXIST. */
  renameChain(name: string, to: string): void;
  /** `-P`. Throws ENOENT where there is no such built-in chain. */
  setPolicy(name: string, policy: Policy): void;
  /** `-A`. Throws as {@link insert}. */
  append(name: string, spec: RuleSpec): void;
  /**
   * `-I`: before the rule at `index`. Throws ENOENT where the chain, or the one it leads to, is missing, E2BIG where that is past
   * the end, ELOOP where it would lead back, EINVAL where the target does not belong there.
   */
  insert(name: string, spec: RuleSpec, index?: number): void;
  /** `-R`. Throws ENOENT, E2BIG, and as {@link insert}. */
  replace(name: string, spec: RuleSpec, index: number): void;
  /** `-C`. Throws ENOENT where there is no such chain. */
  has(name: string, spec: RuleSpec): boolean;
  /** `-D`: the first rule that is the same. Throws ENOENT where there is none. */
  delete(name: string, spec: RuleSpec): void;
  /** `-D CHAIN NUMBER`. Throws ENOENT, E2BIG. */
  deleteAt(name: string, index: number): void;
  /** `-F`, of all chains where none is named. Throws ENOENT. */
  flush(name?: string): void;
  /** `-Z`: counters, of all chains where none is named. Throws ENOENT. */
  zero(name?: string): void;
  /** `-Z CHAIN NUMBER`. Throws ENOENT, E2BIG. */
  zeroAt(name: string, index: number): void;
}
