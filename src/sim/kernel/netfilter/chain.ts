import { forgetFlows } from '../flow/flow.ts';
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
  /** As `iptables -S` writes it without its chain, once somebody has asked: rules with the same are the same. */
  text: string | undefined;
}

let last: { readonly spec: RuleSpec; readonly text: string } | undefined;

/** Who has just asked whether there is such a rule often adds it. */
function textOf(spec: RuleSpec): string {
  if (last?.spec !== spec) last = { spec, text: ruleText('', spec) };
  return last.text;
}

function textIn(rule: Rule): string {
  rule.text ??= ruleText('', rule.spec);
  return rule.text;
}

function count(texts: Map<string, number>, text: string, more: number): void {
  const left = (texts.get(text) ?? 0) + more;
  if (left > 0) texts.set(text, left);
  else texts.delete(text);
}

const NO_JUMPS: readonly string[] = [];

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
  /** Has it ever had a rule that leads to another chain? */
  #jumps = false;
  #segments: Segment[] | undefined;
  /** What its rules say, and how many say so, where somebody has asked for a rule: dockerd does before it adds one. */
  #texts: Map<string, number> | undefined;
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

  /** @param text of the rule that is there `more` often now; left out, anything may have changed */
  #changed(text?: string, more = 0): void {
    changes++;
    forgetFlows();
    this.#segments = undefined;
    if (text === undefined) this.#texts = undefined;
    else if (this.#texts) count(this.#texts, text, more);
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
    const wanted = textOf(spec);
    if (this.#texts === undefined) {
      this.#texts = new Map();
      for (const rule of this.#rules) count(this.#texts, textIn(rule), 1);
    }
    return this.#texts.has(wanted) ? this.#rules.findIndex((rule) => textIn(rule) === wanted) : -1;
  }

  insert(at: number, spec: RuleSpec): void {
    const text = this.#texts && textOf(spec);
    this.#rules.splice(at, 0, { spec, text, packets: 0, bytes: 0 });
    this.#jumps ||= spec.target !== undefined && 'chain' in spec.target;
    this.#changed(text, 1);
  }

  remove(at: number): void {
    const [gone] = this.#rules.splice(at, 1);
    this.#changed(gone?.text, -1);
  }

  flush(): void {
    this.#rules = [];
    this.#changed();
  }

  /** The chains that its rules lead to. */
  get jumps(): readonly string[] {
    if (!this.#jumps) return NO_JUMPS;
    return this.#rules.flatMap(({ spec: { target } }) => (target && 'chain' in target ? [target.chain] : []));
  }

  /** Lets the rules that led to the chain `from` lead to `to`. */
  redirect(from: string, to: string): void {
    for (const rule of this.#rules) {
      const { target } = rule.spec;
      if (target && 'chain' in target && target.chain === from) {
        rule.spec = { ...rule.spec, target: { ...target, chain: to } };
        rule.text = undefined;
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
