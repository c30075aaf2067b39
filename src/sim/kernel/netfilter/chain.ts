import { type CompiledRule, compileRule } from './compile.ts';
import type { RuleSpec } from './rule.ts';

export type Policy = 'ACCEPT' | 'DROP';

/** What packets and bytes have met a rule, or a chain's policy. */
export interface Counters {
  packets: number;
  bytes: number;
}

/** A rule in its chain. */
export interface Rule extends Counters {
  readonly spec: RuleSpec;
}

/** Who decided: a rule, or the policy at a built-in chain's end. */
export interface Decision {
  readonly chain: Chain;
  readonly rule: Rule | undefined;
}

/** A chain with its rules made ready to be asked quickly. */
export class Chain implements Counters {
  readonly name: string;
  /** Of built-in chains only. */
  policy: Policy | undefined;
  /** Met by the policy. */
  packets = 0;
  bytes = 0;
  readonly byPolicy: Decision = { chain: this, rule: undefined };
  #rules: Rule[] = [];
  #compiled: CompiledRule[] | undefined;
  readonly #find: (name: string) => Chain;

  /** @param find the chain that a jump leads to */
  constructor(name: string, policy: Policy | undefined, find: (name: string) => Chain) {
    this.name = name;
    this.policy = policy;
    this.#find = find;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  get compiled(): readonly CompiledRule[] {
    this.#compiled ??= this.#rules.map((rule) => compileRule(rule, this, this.#find));
    return this.#compiled;
  }

  insert(at: number, spec: RuleSpec): void {
    this.#rules.splice(at, 0, { spec, packets: 0, bytes: 0 });
    this.#compiled = undefined;
  }

  remove(at: number): void {
    this.#rules.splice(at, 1);
    this.#compiled = undefined;
  }

  flush(): void {
    this.#rules = [];
    this.#compiled = undefined;
  }

  /** The chains that its rules lead to. */
  get jumps(): string[] {
    return this.#rules.flatMap(({ spec: { target } }) => (target && 'chain' in target ? [target.chain] : []));
  }

  /** How many of its rules lead to the chain `name`. */
  references(name: string): number {
    return this.jumps.filter((chain) => chain === name).length;
  }
}
