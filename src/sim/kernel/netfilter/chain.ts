import { compileRule } from './compile.ts';
import type { IptablesChain, Policy } from './iptables.ts';
import type { RuleSpec } from './rule.ts';
import { ruleText } from './rule-text.ts';
import { type Segment, segmentsOf } from './segment.ts';

interface Counters {
  packets: number;
  bytes: number;
}

/** A rule in its chain. */
export interface Rule extends Counters {
  spec: RuleSpec;
  /** As `iptables -S` writes it without its chain: rules with the same are the same. */
  text: string;
}

let changes = 0;

/** A number that is another one after each change of any chain: what was found out about rules before holds no more. */
export const ruleChanges = (): number => changes;

/** Who decided: a rule, or the policy at a built-in chain's end. */
export interface Decision {
  readonly chain: Chain;
  readonly rule: Rule | undefined;
}

/** A chain with its rules made ready to be asked quickly. */
export class Chain implements Counters, IptablesChain {
  name: string;
  #policy: Policy | undefined;
  packets = 0;
  bytes = 0;
  readonly byPolicy: Decision = { chain: this, rule: undefined };
  #rules: Rule[] = [];
  #segments: Segment[] | undefined;
  /** What its rules say, where somebody has asked for a rule: dockerd does before it adds one. */
  #texts: Set<string> | undefined;
  readonly #table: { chain(name: string): Chain };

  /** @param table has the chains that its jumps lead to */
  constructor(name: string, policy: Policy | undefined, table: { chain(name: string): Chain }) {
    this.name = name;
    this.#policy = policy;
    this.#table = table;
  }

  get policy(): Policy | undefined {
    return this.#policy;
  }

  set policy(policy: Policy | undefined) {
    this.#policy = policy;
    this.#changed();
  }

  #changed(): void {
    changes++;
    this.#segments = undefined;
    this.#texts = undefined;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  get segments(): readonly Segment[] {
    this.#segments ??= segmentsOf(
      this.#rules.map((rule) => compileRule(rule, this, (name) => this.#table.chain(name))),
    );
    return this.#segments;
  }

  /** Where the first rule is that says the same; -1 where none does. */
  indexOf(spec: RuleSpec): number {
    const wanted = ruleText('', spec);
    this.#texts ??= new Set(this.#rules.map(({ text }) => text));
    return this.#texts.has(wanted) ? this.#rules.findIndex(({ text }) => text === wanted) : -1;
  }

  insert(at: number, spec: RuleSpec): void {
    const text = ruleText('', spec);
    this.#rules.splice(at, 0, { spec, text, packets: 0, bytes: 0 });
    const texts = this.#texts?.add(text);
    this.#changed();
    this.#texts = texts;
  }

  remove(at: number): void {
    this.#rules.splice(at, 1);
    this.#changed();
  }

  flush(): void {
    this.#rules = [];
    this.#changed();
  }

  /** The chains that its rules lead to. */
  get jumps(): string[] {
    return this.#rules.flatMap(({ spec: { target } }) => (target && 'chain' in target ? [target.chain] : []));
  }

  /** Lets the rules that led to the chain `from` lead to `to`. */
  redirect(from: string, to: string): void {
    for (const rule of this.#rules) {
      const { target } = rule.spec;
      if (target && 'chain' in target && target.chain === from) {
        rule.spec = { ...rule.spec, target: { ...target, chain: to } };
        rule.text = ruleText('', rule.spec);
      }
    }
    this.#changed();
  }

  zero(): void {
    for (const counters of [this, ...this.#rules]) {
      counters.packets = 0;
      counters.bytes = 0;
    }
  }
}
