import { Errno } from '../errno.ts';
import type { HookName } from '../trace.ts';
import { Chain, type Policy } from './chain.ts';
import type { RuleSpec } from './rule.ts';
import { ruleText } from './rule-text.ts';

/** The tables of iptables and the hooks at which each is asked, in the order in which `iptables -S` lists them. */
export const TABLE_HOOKS = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
} as const satisfies Record<string, readonly HookName[]>;

export type TableName = keyof typeof TABLE_HOOKS;

const sameRule = (a: RuleSpec, b: RuleSpec): boolean => ruleText('', a) === ruleText('', b);

/** One table of a namespace's firewall: what iptables(8) does to it. */
export class Table {
  readonly name: TableName;
  readonly #builtIn = new Map<HookName, Chain>();
  readonly #user = new Map<string, Chain>();

  constructor(name: TableName) {
    this.name = name;
    for (const hook of TABLE_HOOKS[name]) {
      this.#builtIn.set(hook, new Chain(hook, 'ACCEPT', (chain) => this.chain(chain)));
    }
  }

  /** The built-in chain behind a hook, where the table has one. */
  at(hook: HookName): Chain | undefined {
    return this.#builtIn.get(hook);
  }

  /** The built-in ones, then the others by name, as libiptc sorts them. */
  get chains(): Chain[] {
    const user = [...this.#user.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return [...this.#builtIn.values(), ...user];
  }

  find(name: string): Chain | undefined {
    return this.#builtIn.get(name as HookName) ?? this.#user.get(name);
  }

  /** Throws ENOENT where there is none. */
  chain(name: string): Chain {
    const found = this.find(name);
    if (!found) throw new Errno('ENOENT');
    return found;
  }

  /** `-N`. Throws EEXIST. */
  newChain(name: string): void {
    if (this.find(name)) throw new Errno('EEXIST');
    this.#user.set(name, new Chain(name, undefined, (chain) => this.chain(chain)));
  }

  /** `-X CHAIN`. Throws ENOENT, EINVAL for a built-in chain, ENOTEMPTY where it has rules, EMLINK where a rule leads there. */
  deleteChain(name: string): void {
    const chain = this.chain(name);
    if (chain.policy !== undefined) throw new Errno('EINVAL');
    if (chain.rules.length > 0) throw new Errno('ENOTEMPTY');
    if (this.references(name) > 0) throw new Errno('EMLINK');
    this.#user.delete(name);
  }

  /** How many rules lead to this chain. */
  references(name: string): number {
    return this.chains.reduce((sum, chain) => sum + chain.references(name), 0);
  }

  /** `-P`. Throws ENOENT where there is no such built-in chain. */
  setPolicy(name: string, policy: Policy): void {
    const chain = this.chain(name);
    if (chain.policy === undefined) throw new Errno('ENOENT');
    chain.policy = policy;
  }

  /** `-A`. Throws ENOENT where the chain, or the one it leads to, is missing. */
  append(name: string, spec: RuleSpec): void {
    this.insert(name, spec, this.chain(name).rules.length);
  }

  /** `-I`: before the rule at `index`, counted from 0. Throws ENOENT, E2BIG where that is past the end, ELOOP. */
  insert(name: string, spec: RuleSpec, index = 0): void {
    const chain = this.chain(name);
    if (index > chain.rules.length) throw new Errno('E2BIG');
    if (spec.target && 'chain' in spec.target) this.#checkJump(name, spec.target.chain);
    chain.insert(index, spec);
  }

  /** mark_source_chains(): a chain must not lead back to itself; built-in ones are no one's to jump to. */
  #checkJump(from: string, to: string): void {
    const next = this.chain(to);
    if (next.policy !== undefined) throw new Errno('EINVAL');
    if (from === to) throw new Errno('ELOOP');
    for (const further of next.jumps) this.#checkJump(from, further);
  }

  /** `-C`. Throws ENOENT where there is no such chain. */
  has(name: string, spec: RuleSpec): boolean {
    return this.chain(name).rules.some((rule) => sameRule(rule.spec, spec));
  }

  /** `-D`: the first rule that is the same. Throws ENOENT where there is none. */
  delete(name: string, spec: RuleSpec): void {
    const chain = this.chain(name);
    const at = chain.rules.findIndex((rule) => sameRule(rule.spec, spec));
    if (at < 0) throw new Errno('ENOENT');
    chain.remove(at);
  }

  /** `-D CHAIN NUMBER`, counted from 0. Throws ENOENT, E2BIG. */
  deleteAt(name: string, index: number): void {
    const chain = this.chain(name);
    if (index >= chain.rules.length) throw new Errno('E2BIG');
    chain.remove(index);
  }

  /** `-F`, of all chains where none is named. Throws ENOENT. */
  flush(name?: string): void {
    for (const chain of name === undefined ? this.chains : [this.chain(name)]) chain.flush();
  }
}
